using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Reduction;
using UserSegments.Text;

namespace Benchmarks;

/// <summary>Learned weights of the matching: recovery of the planted ones, lists of the market, of MIND, of purchases; speed of scoring.</summary>
internal static class InterestsMatching
{
    /// <summary><c>interests-matching [data set]</c>: the embedded market unless one is named; a folder of MIND, or any set of purchases.</summary>
    public static int Run(string[] args)
    {
        var name = args.Length > 0 ? args[0] : Datasets.Embedded;
        var dataset = Datasets.Open(name);
        if (name == Datasets.Embedded)
        {
            Recover(dataset, Datasets.OpenTruth(name), "aspect weights of the embedded market");
            double[] shared = [0.8, 1.6, 0.2, 1.2, 2.0, 0.4, 1.4, 0.6, 1.8, 1.0];
            foreach (var seed in new[] { 1UL, 2UL, 3UL })
            {
                var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed, Drift = false, AspectWeights = shared });
                Recover(market.Dataset, market.Truth, $"weights 0.2, 0.4, … 2.0 shared by all segments, market of seed {seed}");
            }
        }
        if (dataset.Impressions.Count > 0) Shown(dataset, name == Datasets.Embedded ? Datasets.OpenTruth(name) : null);
        else Sampled(dataset);
        return 0;
    }

    /// <summary><c>interests-pairs</c>: 10^6 user-item pairs with the contribution of every facet.</summary>
    public static int Pairs(string[] args)
    {
        const int Count = 1_000_000;
        foreach (var (facets, width) in new[] { (24, 1), (24, 8) })
        {
            var rng = new Rng(1);
            FacetVectors Draw(int rows)
            {
                var values = new Matrix(rows, facets * width);
                for (var k = 0; k < values.Values.Length; k++) values.Values[k] = (float)rng.NextGaussian();
                return new FacetVectors(values, [.. Enumerable.Range(0, facets).Select(j => $"f{j}")], [.. Enumerable.Repeat(width, facets)]);
            }
            var model = WeightedMatching.Cosine(Draw(2000), Draw(500));
            int[] users = [.. Enumerable.Range(0, Count).Select(p => p / 500)], items = [.. Enumerable.Range(0, Count).Select(p => p % 500)];
            var times = new List<double>();
            for (var round = 0; round < 9; round++)
            {
                var clock = Stopwatch.StartNew();
                var result = model.ScorePairs(users, items);
                clock.Stop();
                if (round > 1) times.Add(clock.Elapsed.TotalSeconds);
                GC.KeepAlive(result);
            }
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"10^6 pairs, {facets} facets of {width} columns, {Blocks.Threads} threads: median {times[times.Count / 2]:0.000} s (lowest {times[0]:0.000}, highest {times[^1]:0.000}, 7 rounds)"));
        }
        return 0;
    }

    private static void Recover(Dataset dataset, MarketTruth truth, string caption)
    {
        var (aspects, items) = (truth.Aspects.Count, dataset.Items.Count);
        var quality = new Matrix(items, aspects);
        for (var item = 0; item < items; item++)
        {
            for (var a = 0; a < aspects; a++) quality[item, a] = (float)truth.Quality(item)[a];
        }
        var table = Table.WithColumns("item facets", "loss", "weights of", "Spearman", "lists");
        foreach (var (label, own) in new[] { ("true qualities", new FacetVectors(quality, [.. truth.Aspects])), ("read from texts", ItemFacets.FromSeeds(dataset, FacetSeeds.Shopping)) })
        {
            var vectors = FacetVectors.Join(own, ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
            var ones = new Matrix(dataset.Users.Count, vectors.Count);
            Array.Fill(ones.Values, 1f);
            var users = new FacetVectors(ones, vectors.Names);
            var labels = Enumerable.Range(0, dataset.Users.Count).Select(user => truth.Segments[user]).ToArray();
            foreach (var loss in new[] { MatchingLoss.Softmax, MatchingLoss.Pairwise })
            {
                var model = WeightedMatching.Fit(users, vectors, dataset.Impressions, new MatchingOptions { Loss = loss, Segments = labels });
                var everybody = Planted(dataset, truth, dataset.Impressions);
                table = table.Add(label, loss.ToString(), "everybody", Spearman([.. model.Weights.Take(aspects)], everybody), dataset.Impressions.Count);
                var each = Enumerable.Range(0, truth.SegmentCount).Select(s => Spearman(
                    [.. model.SegmentWeights[s].Take(aspects)],
                    Planted(dataset, truth, [.. dataset.Impressions.Where(x => labels[x.User] == s)]))).ToArray();
                table = table.Add(label, loss.ToString(), "segments, mean", each.Average(), dataset.Impressions.Count)
                    .Add(label, loss.ToString(), "segments, lowest", each.Min(), dataset.Impressions.Count);
            }
        }
        Console.WriteLine(table.WithCaption("rank correlation of learned and planted weights: " + caption));
    }

    private static double[] Planted(Dataset dataset, MarketTruth truth, IReadOnlyList<Impression> lists)
    {
        var sum = new double[truth.Aspects.Count];
        foreach (var list in lists)
        {
            var weights = truth.AspectWeights(list.User, truth.MonthOf(list.Time!.Value));
            for (var a = 0; a < sum.Length; a++) sum[a] += weights[a] / lists.Count;
        }
        return sum;
    }

    // The first half of the time makes profiles, the third quarter teaches weights, the last quarter judges.
    private static void Shown(Dataset dataset, MarketTruth? truth)
    {
        var lists = dataset.Impressions.OrderBy(x => x.Time ?? DateTime.MinValue).ToArray();
        var (half, last) = (lists[(int)(0.5 * lists.Length)].Time, lists[(int)(0.75 * lists.Length)].Time);
        var past = dataset.With(dataset.Interactions.Where(x => x.Time is null || half is null || x.Time < half));
        var (learn, judge) = half is null || half == last
            ? (lists[..(lists.Length / 2)], lists[(lists.Length / 2)..])
            : (lists.Where(x => x.Time >= half && x.Time < last).ToArray(), lists.Where(x => x.Time >= last).ToArray());
        Console.WriteLine($"{dataset.Name}: profiles from {past.Interactions.Count} interactions before {half:yyyy-MM-dd HH:mm}, weights from {learn.Length} lists, judged on {judge.Length} lists from {last:yyyy-MM-dd HH:mm}");
        var items = FacetVectors.Join(ItemFacets.FromTags(past, 30, firstOnly: true));
        if (past.HasText) items = FacetVectors.Join(items, ItemFacets.FromSeeds(past, FacetSeeds.Shopping));
        if (past.Items.Any(x => x.Price is not null)) items = FacetVectors.Join(items, ItemFacets.LowPrice(past));
        var users = UserFacets.Build(past, items).LongTerm;
        Compare(dataset, past, users, items, learn, judge, truth);
    }

    private static void Sampled(Dataset dataset)
    {
        var outer = Splits.ByTime(dataset, 0.2);
        var inner = Splits.ByTime(outer.Train, 0.25);
        var space = Space(inner.Train, 64);
        var items = ItemFacets.FromClusters(inner.Train, space, 30, 1);
        foreach (var power in new[] { 0.0, 1.0 })
        {
            var learn = ListRanking.SampleLists(inner.Test, inner.Train, 19, power, 1).Where((_, i) => i % 4 == 0).ToArray();
            var judge = ListRanking.SampleLists(outer.Test, outer.Train, 19, power, 2).Where((_, i) => i % 4 == 0).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{dataset.Name}: each bought item among 19 others that its buyer never bought, drawn by popularity^{power}; every 4th purchase; {learn.Length} lists to learn, {judge.Length} to judge"));
            Compare(dataset, inner.Train, UserFacets.Build(inner.Train, items).LongTerm, items, learn, judge, null);
        }
    }

    private static void Compare(Dataset dataset, Dataset past, FacetVectors users, FacetVectors items, Impression[] learn, Impression[] judge, MarketTruth? truth)
    {
        var counts = new float[dataset.Items.Count];
        foreach (var (_, item) in past.Interactions.Select(x => (x.User, x.Item)).Distinct()) counts[item]++;
        var prior = Array.ConvertAll(counts, x => (float)Math.Log(1 + x));
        var labels = new KMeans(new KMeansOptions { K = 8, Seed = 1 }).Fit(users.Values.NormalizeRows()).Labels;
        var cosine = WeightedMatching.Cosine(users, items);
        var clock = Stopwatch.StartNew();
        (string Name, Func<int, int, double> Score)[] models =
        [
            ("popularity", (_, item) => counts[item]),
            ("plain cosine", (user, item) => cosine.Score(user, item)),
            Of("weighted, softmax", new MatchingOptions()),
            Of("weighted, pairwise", new MatchingOptions { Loss = MatchingLoss.Pairwise }),
            Of("weighted, L1 0.01", new MatchingOptions { L1 = 0.01 }),
            Of("weighted + popularity", new MatchingOptions { ItemPrior = prior }),
            Of("weighted + popularity, per segment", new MatchingOptions { ItemPrior = prior, Segments = labels }),
        ];
        if (truth is not null) models = [.. models, ("truth", (user, item) => truth.Utility(user, item, 11))];
        var values = models.Select(model => ListRanking.Evaluate(judge, model.Score)).ToArray();
        var kept = Enumerable.Range(0, judge.Length).Where(i => !double.IsNaN(values[0].Ndcg[i])).ToArray();
        double[] Kept(double[] all) => [.. kept.Select(i => all[i])];
        var table = Table.Of(
            Enumerable.Range(0, models.Length), ("model", m => models[m].Name),
            ("NDCG@10", m => Bootstrap.Interval(Kept(values[m].Ndcg), 1, resamples: 1000)), ("MRR", m => Bootstrap.Interval(Kept(values[m].ReciprocalRank), 1, resamples: 1000)),
            ("NDCG minus cosine", m => m == 1 ? null : PairedTests.Permutation(Kept(values[m].Ndcg), Kept(values[1].Ndcg), 1, 2000).Difference),
            ("NDCG minus popularity", m => m == 0 ? null : PairedTests.Permutation(Kept(values[m].Ndcg), Kept(values[0].Ndcg), 1, 2000).Difference))
            .Highest("NDCG@10", "MRR");
        Console.WriteLine(table.WithCaption($"{kept.Length} lists with clicks; 95 % bootstrap intervals over lists; {clock.Elapsed.TotalSeconds:0.0} s"));
        var weighted = WeightedMatching.Fit(users, items, learn, new MatchingOptions { ItemPrior = prior });
        Console.WriteLine(weighted);
        var flat = learn.SelectMany(list => list.Items.Select((item, i) => (Score: weighted.Score(list.User, item), Clicked: list.Clicked[i]))).ToArray();
        var calibration = ClickCalibration.Fit([.. flat.Select(x => x.Score)], [.. flat.Select(x => x.Clicked)]);
        var test = judge.SelectMany(list => list.Items.Select((item, i) => (P: calibration.Probability(weighted.Score(list.User, item)), Clicked: list.Clicked[i]))).ToArray();
        Console.WriteLine(CalibrationReport.Of([.. test.Select(x => x.P)], [.. test.Select(x => x.Clicked)]));

        (string, Func<int, int, double>) Of(string name, MatchingOptions options)
        {
            var model = WeightedMatching.Fit(users, items, learn, options);
            return (name, (user, item) => model.Score(user, item));
        }
    }

    internal static Matrix Space(Dataset dataset, int rank)
    {
        var counts = TermCounts.Of(ItemTexts.Of(dataset));
        var weights = TfIdf.Fit(counts).Transform(counts);
        return TruncatedSvd.Fit(weights, Math.Min(rank, Math.Min(weights.Rows, weights.Columns) - 1), 1).Transform(weights);
    }

    private static double Spearman(double[] first, double[] second) => MathNet.Numerics.Statistics.Correlation.Spearman(first, second);
}
