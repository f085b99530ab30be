using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace Benchmarks;

/// <summary>Exploration.</summary>
internal static class InterestsRecovery
{
    public static int Run(string[] args)
    {
        var users = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3000;
        foreach (var drift in new[] { true })
        {
            var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = users, Drift = drift });
            Console.WriteLine($"users {users}, drift {drift}, lists {market.Dataset.Impressions.Count}");
            var d = market.Dataset;
            var half = d.With(d.Interactions, d.Impressions.Where(x => market.Truth.MonthOf(x.Time!.Value) <= 6));
            foreach (var what in new[] { "both", "both shown", "both s0", "both shown s0", "both shown pairwise s0" }) { Try(d, market.Truth, what); Try(half, market.Truth, what); }
        }
        return 0;
    }

    private static void Try(Dataset dataset, MarketTruth truth, string what)
    {
        var aspects = truth.Aspects.Count;
        var vectors = FacetVectors.Join(ItemFacets.FromTruth(truth), ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
        var users = FacetVectors.Ones(dataset.Users.Count, vectors.Names);
        if (what != "plain" && what != "prior")
        {
            var top = Enumerable.Range(0, vectors.Rows).Max(vectors.Norm) * 1.0001;
            var rest = new Matrix(vectors.Rows, 1, [.. Enumerable.Range(0, vectors.Rows).Select(i => (float)Math.Sqrt(top * top - vectors.Norm(i) * vectors.Norm(i)))]);
            vectors = FacetVectors.Join(vectors, new FacetVectors(rest, ["rest"]));
            var ones = users.Values;
            users = FacetVectors.Join(users, new FacetVectors(new Matrix(users.Rows, 1), ["rest"]));
        }
        var labels = truth.Segments.ToArray();
        var counts = new float[dataset.Items.Count];
        foreach (var (_, item) in dataset.Interactions.Select(x => (x.User, x.Item)).Distinct()) counts[item]++;
        if (what.Contains("shown")) { Array.Clear(counts); foreach (var l in dataset.Impressions) foreach (var i in l.Items) counts[i]++; }
        var options = new MatchingOptions { Segments = labels, Shrinkage = what.Contains("s0") ? 0 : 20, Loss = what.Contains("pairwise") ? MatchingLoss.Pairwise : MatchingLoss.Softmax, ItemPrior = what.StartsWith("both", StringComparison.Ordinal) || what == "prior" ? Array.ConvertAll(counts, x => (float)Math.Log(1 + x)) : null, L1 = what.EndsWith("L1", StringComparison.Ordinal) ? 0.01 : 0 };
        var model = WeightedMatching.Fit(users, vectors, dataset.Impressions, options);
        var everybody = Planted(truth, dataset.Impressions);
        var learned = model.Weights.Take(aspects).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: everybody Spearman {RankCorrelation.Spearman(learned, everybody):0.000} Pearson {MathNet.Numerics.Statistics.Correlation.Pearson(learned, everybody):0.000} position {model.PositionWeight:0.000} price {model.Weights[aspects+12]:0.00}"));
        if (what == "plain") Console.WriteLine("   " + string.Join(", ", truth.Aspects.Select((a, j) => string.Create(CultureInfo.InvariantCulture, $"{a} {everybody[j]:0.00} {learned[j]:0.00}"))));
        var segments = Enumerable.Range(0, truth.SegmentCount).Select(s =>
        {
            Impression[] own = [.. dataset.Impressions.Where(x => labels[x.User] == s)];
            var planted = Planted(truth, own);
            var taste = truth.SegmentTaste(s, 6)[truth.Categories.Count..(truth.Categories.Count + aspects)];
            double[] w = [.. model.SegmentWeights[s].Take(aspects)];
            var t = taste.GroupBy(x => x).Select(g => g.Count()).Sum(c => c * c * c - c);
            return (Lists: own.Length, Spearman: RankCorrelation.Spearman(w, planted), Pearson: MathNet.Numerics.Statistics.Correlation.Pearson(w, planted), Tied: RankCorrelation.Spearman(w, taste), Top: Math.Sqrt(1 - t / 990.0));
        }).ToArray();
        foreach (var s in segments) Console.Write(string.Create(CultureInfo.InvariantCulture, $"   {s.Lists}: {s.Spearman:0.00} P{s.Pearson:0.00} tied {s.Tied:0.00} of {s.Top:0.00};"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n   mean Spearman {segments.Average(x => x.Spearman):0.000} Pearson {segments.Average(x => x.Pearson):0.000} tied {segments.Average(x => x.Tied):0.000} of {segments.Average(x => x.Top):0.000}"));
    }

    private static double[] Planted(MarketTruth truth, IReadOnlyList<Impression> lists)
    {
        var sum = new double[truth.Aspects.Count];
        foreach (var list in lists)
        {
            var weights = truth.AspectWeights(list.User, truth.MonthOf(list.Time!.Value));
            for (var a = 0; a < sum.Length; a++) sum[a] += weights[a] / lists.Count;
        }
        return sum;
    }
}
