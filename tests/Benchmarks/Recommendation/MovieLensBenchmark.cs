using System.Diagnostics;
using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Recommendation;

namespace Benchmarks.Recommendation;

/// <summary>
/// MovieLens 100k by the protocol of the public benchmark of github.com/recommenders-team/recommenders: a random 75/25 split of each
/// user's ratings, k = 10, whatever was rated is relevant, full ranking without the films of the training part. Everything that is chosen is chosen
/// inside the training part.
/// </summary>
internal static class MovieLensBenchmark
{
    private const double BestPublished = 0.475;

    // Table of the repository's README, MovieLens 100k, k = 10 (read in November 2026).
    private static readonly (string Name, double Ndcg)[] Published =
        [("BiVAE (published)", 0.475), ("BPR (published)", 0.442), ("LightGCN (published)", 0.420), ("SAR (published)", 0.382)];

    public static int Run(string folder, string[] args)
    {
        var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var first = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var data = Datasets.Open(folder);
        Console.WriteLine(Text($"{data.Name}: {data.Users.Count} users, {data.Items.Count} items, {data.Interactions.Count} ratings; 75/25 per user, k = 10, binary, full ranking; seeds {first} to {first + (ulong)seeds - 1}"));
        var reached = new Dictionary<string, List<RankingResult>>();
        var forward = new List<(string Name, RankingResult Result)>();
        for (var seed = first; seed < first + (ulong)seeds; seed++)
        {
            var split = Splits.RandomPerUser(data, 0.25, seed);
            var set = EvaluationSet.Of(split, new EvaluationOptions { K = [10] });
            (string Name, double Validation, RankingResult? Result) best = ("", 0, null);
            foreach (var (name, recipe) in Methods(seed).Where(method => args.Length < 3 || method.Name.Contains(args[2], StringComparison.Ordinal)))
            {
                var watch = Stopwatch.StartNew();
                var scorer = recipe.Fit(split.Train);
                var fitted = watch.Elapsed;
                var result = Evaluator.Evaluate(scorer, set);
                (reached.TryGetValue(name, out var list) ? list : reached[name] = []).Add(result);
                if (scorer is ChosenScorer chosen)
                {
                    if (chosen.ValidationNdcg > best.Validation) best = (name, chosen.ValidationNdcg, result);
                    Console.WriteLine(Text($"  seed {seed}, {name}: {chosen.Choice}; NDCG@10 {chosen.ValidationNdcg:0.0000} on validation, {result["NDCG@10"]:0.0000} on test; {fitted.TotalSeconds:0.0} s"));
                    Console.WriteLine("    alone on validation: " + string.Join("; ", chosen.Candidates.Select(c => Text($"{c.Name} {c.Ndcg:0.0000}"))));
                }
            }
            if (best.Result is not null) forward.Add((best.Name, best.Result));
        }
        if (forward.Count > 0) reached["chosen on validation"] = [.. forward.Select(f => f.Result)];
        Print(reached);
        if (forward.Count == 0) return 0;

        // Each seed by its own training part alone: that of another seed holds items of this one's test part.
        Console.WriteLine($"Put forward by validation data alone, seed by seed: {string.Join(", ", forward.Select(f => f.Name))}.");
        Console.WriteLine(Text($"recommendation ndcg@10-over-{BestPublished} ratio {forward.Average(f => f.Result["NDCG@10"]) / BestPublished:0.0000}"));
        return 0;
    }

    private static IEnumerable<(string Name, IRecommender Recipe)> Methods(ulong seed)
    {
        yield return ("popularity", new Popularity());
        yield return ("item neighbours", new ItemNeighbours());
        yield return ("item neighbours, BM25", new ItemNeighbours(new NeighbourOptions { Similarity = Similarity.Bm25 }));
        yield return ("user neighbours", new UserNeighbours(new NeighbourOptions { Neighbours = 100, Power = 2 }));
        yield return ("random walk", new RandomWalk());
        yield return ("BPR", new Bpr { });
        yield return ("implicit ALS", new ImplicitAls());
        yield return ("EASE, λ 500", new Ease());
        // Validation of the same kind as the test: 75/25 per user, inside the training part; the mean of four draws decides.
        var tuning = new TuningOptions { Seed = 1000 + seed, Folds = 4, ValidationShare = 0.25 };
        yield return ("EASE, tuned", new Tuned("EASE, tuned", [.. Candidates.Ease()], blend: false, tuning));
        yield return ("hybrid, tuned", new Tuned("hybrid, tuned", [.. Candidates.WithoutTime()], blend: true, tuning));
        yield return ("hybrid with time, tuned", new Tuned("hybrid with time, tuned", [.. Candidates.WithoutTime(), .. Candidates.Time()], blend: true, tuning));
    }

    private static void Print(Dictionary<string, List<RankingResult>> reached)
    {
        var rows = reached.Select(pair =>
        {
            var means = pair.Value.Select(r => r["NDCG@10"]).ToArray();
            var mean = means.Average();
            var deviation = means.Length < 2 ? double.NaN : Math.Sqrt(means.Sum(x => (x - mean) * (x - mean)) / (means.Length - 1));
            // Users of all seeds together: each user's mean over the seeds is one value.
            var users = pair.Value.SelectMany(r => r.Users.Zip(r.Values("NDCG@10"))).GroupBy(x => x.First, x => x.Second).OrderBy(g => g.Key).Select(g => g.Average()).ToArray();
            return (pair.Key, Estimate: Bootstrap.Interval(users, 1), deviation, pair.Value);
        });
        var table = Table.WithColumns("method", "NDCG@10", "95 % over users", "sd over seeds", "precision@10", "recall@10", "MAP@10", "coverage@10");
        foreach (var (name, estimate, deviation, results) in rows)
        {
            table = table.Add(
                name, results.Average(r => r["NDCG@10"]), Text($"{estimate.Low:0.0000} to {estimate.High:0.0000}"), deviation,
                results.Average(r => r["precision@10"]), results.Average(r => r["recall@10"]), results.Average(r => r["MAP@10"]), results.Average(r => r["coverage@10"]));
        }
        foreach (var (name, ndcg) in Published) table = table.Add(name, ndcg, null, null, null, null, null, null);
        Console.WriteLine(table.SortDescending("NDCG@10").Highest("NDCG@10"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
