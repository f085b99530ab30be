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
        if (name == Datasets.Embedded && args.Length == 0)
        {
            Recover(dataset, Datasets.OpenTruth(name), "aspect weights of the embedded market");
            double[] shared = [0.8, 1.6, 0.2, 1.2, 2.0, 0.4, 1.4, 0.6, 1.8, 1.0];
            foreach (var seed in new[] { 1UL, 2UL, 3UL })
            {
                var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed, Drift = false, AspectWeights = shared });
                Recover(market.Dataset, market.Truth, $"weights 0.2, 0.4, … 2.0 shared by all segments, market of seed {seed}");
            }
        }
        Compare(dataset, name == Datasets.Embedded ? Datasets.OpenTruth(name) : null);
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
        var aspects = truth.Aspects.Count;
        var table = Table.WithColumns("item facets", "loss", "weights of", "Spearman", "lists");
        foreach (var (label, own) in new[] { ("true qualities", ItemFacets.FromTruth(truth)), ("read from texts", ItemFacets.FromSeeds(dataset, FacetSeeds.Shopping)) })
        {
            var vectors = FacetVectors.Join(own, ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
            var users = FacetVectors.Ones(dataset.Users.Count, vectors.Names);
            var labels = truth.Segments.ToArray();
            foreach (var loss in new[] { MatchingLoss.Softmax, MatchingLoss.Pairwise })
            {
                var model = WeightedMatching.Fit(users, vectors, dataset.Impressions, new MatchingOptions { Loss = loss, Segments = labels });
                var everybody = Planted(dataset, truth, dataset.Impressions);
                table = table.Add(label, loss.ToString(), "everybody", RankCorrelation.Spearman([.. model.Weights.Take(aspects)], everybody), dataset.Impressions.Count);
                var each = Enumerable.Range(0, truth.SegmentCount).Select(s => RankCorrelation.Spearman(
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

    private static void Compare(Dataset dataset, MarketTruth? truth)
    {
        var split = ListSplit.Of(dataset);
        var items = ItemFacets.Of(split.Past);
        var facets = UserFacets.Build(split.Past, items);
        var users = facets.LongTerm;
        Console.WriteLine($"{dataset.Name}: {split.Description}; {items}");
        var counts = new float[dataset.Items.Count];
        foreach (var (_, item) in split.Past.Interactions.Select(x => (x.User, x.Item)).Distinct()) counts[item]++;
        var prior = Array.ConvertAll(counts, x => (float)Math.Log(1 + x));
        var labels = new KMeans(new KMeansOptions { K = 8, Seed = 1 }).Fit(users.Values.NormalizeRows()).Labels;
        var cosine = WeightedMatching.Cosine(users, items);
        var clock = Stopwatch.StartNew();
        var top = Enumerable.Range(0, items.Rows).Max(items.Norm) * 1.0001;
        var rest = new Matrix(items.Rows, 1, [.. Enumerable.Range(0, items.Rows).Select(i => (float)Math.Sqrt(top * top - items.Norm(i) * items.Norm(i)))]);
        var items2 = FacetVectors.Join(items, new FacetVectors(rest, ["rest"]));
        FacetVectors Users2(FacetVectors u) => FacetVectors.Join(u, new FacetVectors(new Matrix(users.Rows, 1), ["rest"]));
        var topU = Enumerable.Range(0, users.Rows).Max(users.Norm) * 1.0001;
        var restU = new Matrix(users.Rows, 1, [.. Enumerable.Range(0, users.Rows).Select(i => (float)Math.Sqrt(topU * topU - users.Norm(i) * users.Norm(i)))]);
        var users3 = FacetVectors.Join(Users2(users), new FacetVectors(restU, ["restu"]));
        var items3 = FacetVectors.Join(items2, new FacetVectors(new Matrix(items.Rows, 1), ["restu"]));
        var ones = FacetVectors.Ones(users.Rows, [.. items.Names.Select(n => n + " for all")]);
        var itemsB = FacetVectors.Join(items, new FacetVectors(items.Values, ones.Names));
        (string Name, Func<int, int, double> Score)[] models =
        [
            ("popularity", (_, item) => counts[item]),
            ("plain cosine", (user, item) => cosine.Score(user, item)),
            Of("weighted, softmax", new MatchingOptions()),
            Of("weighted, pairwise", new MatchingOptions { Loss = MatchingLoss.Pairwise }),
            Of("weighted, L1 0.01", new MatchingOptions { L1 = 0.01 }),
            Of("weighted + popularity", new MatchingOptions { ItemPrior = prior }),
            Of("weighted + popularity, per segment", new MatchingOptions { ItemPrior = prior, Segments = labels }),
            Of("weighted + popularity, recent half", new MatchingOptions { ItemPrior = prior }, facets.Mix(0.5)),
            Of("weighted + popularity, equal item", new MatchingOptions { ItemPrior = prior }, Users2(users), items2),
            Of("weighted + popularity, per segment, equal item", new MatchingOptions { ItemPrior = prior, Segments = labels }, Users2(users), items2),
            Of("weighted + popularity, equal both", new MatchingOptions { ItemPrior = prior }, users3, items3),
            Of("weighted + popularity + for all", new MatchingOptions { ItemPrior = prior }, FacetVectors.Join(users, ones), itemsB),
        ];
        if (truth is not null) models = [.. models, ("truth", (user, item) => truth.Utility(user, item, 11))];
        Console.WriteLine(ListContest.Run(split.Judge, models, 2));
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s");
        var weighted = WeightedMatching.Fit(users, items, split.Learn, new MatchingOptions { ItemPrior = prior });
        Console.WriteLine(weighted);
        var flat = split.Learn.SelectMany(list => list.Items.Select((item, i) => (Score: weighted.Score(list.User, item), Clicked: list.Clicked[i]))).ToArray();
        var calibration = ClickCalibration.Fit([.. flat.Select(x => x.Score)], [.. flat.Select(x => x.Clicked)]);
        var test = split.Judge.SelectMany(list => list.Items.Select((item, i) => (P: calibration.Probability(weighted.Score(list.User, item)), Clicked: list.Clicked[i]))).ToArray();
        Console.WriteLine(CalibrationReport.Of([.. test.Select(x => x.P)], [.. test.Select(x => x.Clicked)]));

        (string, Func<int, int, double>) Of(string name, MatchingOptions options, FacetVectors? u = null, FacetVectors? i = null)
        {
            var model = WeightedMatching.Fit(u ?? users, i ?? items, split.Learn, options);
            return (name, (user, item) => model.Score(user, item));
        }
    }

    internal static Matrix Space(Dataset dataset, int rank)
    {
        var counts = TermCounts.Of(ItemTexts.Of(dataset));
        var weights = TfIdf.Fit(counts).Transform(counts);
        return TruncatedSvd.Fit(weights, Math.Min(rank, Math.Min(weights.Rows, weights.Columns) - 1), 1).Transform(weights);
    }
}
