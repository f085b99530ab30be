using System.Globalization;
using MathNet.Numerics.Statistics;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace Benchmarks;

/// <summary>Do learned weights find the planted ones, how many lists does it take, and what bends them?</summary>
/// <remarks>
/// Everybody has the vector of ones, so that weights alone say what matters. Two things bend them in a market as it is: items are shown for an appeal that no
/// facet holds, so that among shown items quality and appeal are opposed; and the cosine divides by the item's length, which utility does not. Weights of a
/// segment that are planted as 0 are ties whose order is luck, therefore the highest possible rank correlation stands beside the one reached.
/// </remarks>
internal static class InterestsRecovery
{
    private static readonly double[] Shared = [0.8, 1.6, 0.2, 1.2, 2.0, 0.4, 1.4, 0.6, 1.8, 1.0];

    /// <summary><c>interests-recovery [users …]</c>: the embedded market's generator with so many people; 3,000 is the embedded market itself.</summary>
    public static int Run(string[] args)
    {
        var table = Table.WithColumns("market", "lists", "facets", "everybody", "segments, mean", "highest possible", "segments, Pearson");
        foreach (var seed in new[] { 1UL, 2UL, 3UL })
            table = Rows(table, $"shared weights, seed {seed}", SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed, Drift = false, AspectWeights = Shared }));
        foreach (var users in args.Length > 0 ? args.Select(x => int.Parse(x, CultureInfo.InvariantCulture)) : [3000, 12_000])
            table = Rows(table, $"own weights, {users} people", SimulatedMarket.Generate(new SimulatedMarketOptions { Users = users }));
        Console.WriteLine(table.WithMaximumRows(100).WithCaption("rank correlation of learned and planted aspect weights, softmax loss, segments shrunk by 20 pseudo-clicks"));
        return 0;
    }

    private static Table Rows(Table table, string name, SimulatedMarket market)
    {
        var (dataset, truth) = market;
        // A recommender is given the segment that a person is in that month.
        Impression[] lists = [.. dataset.Impressions.Where(x => truth.SegmentAt(x.User, truth.MonthOf(x.Time!.Value)) == truth.Segments[x.User])];
        var shown = new float[dataset.Items.Count];
        foreach (var item in dataset.Impressions.SelectMany(x => x.Items)) shown[item]++;
        var prior = Array.ConvertAll(shown, x => (float)Math.Log(1 + x));
        var rest = FacetVectors.Join(ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
        var (quality, texts) = (FacetVectors.Join(ItemFacets.FromTruth(truth), rest), FacetVectors.Join(ItemFacets.FromSeeds(dataset, FacetSeeds.Shopping), rest));
        (string Name, FacetVectors Items, IReadOnlyList<float>? Prior, bool Equal)[] steps =
        [
            ("true qualities", quality, null, false), ("… and how often shown", quality, prior, false), ("… and equal lengths", quality, prior, true),
            ("read from texts", texts, null, false), ("… and how often shown", texts, prior, false),
        ];
        foreach (var step in steps)
        {
            var (items, users) = Vectors(step.Items, dataset.Users.Count, step.Equal);
            var model = WeightedMatching.Fit(users, items, lists, new MatchingOptions { Segments = [.. truth.Segments], Shrinkage = 20, ItemPrior = step.Prior });
            var segments = Enumerable.Range(0, truth.SegmentCount).Select(s => (Learned: Aspects(model.SegmentWeights[s]), Planted: Planted(truth, [.. lists.Where(x => truth.Segments[x.User] == s)]))).ToArray();
            table = table.Add(
                name, lists.Length, step.Name, RankCorrelation.Spearman(Aspects(model.Weights), Planted(truth, lists)),
                segments.Average(x => RankCorrelation.Spearman(x.Learned, x.Planted)), segments.Average(x => Highest(x.Planted)), segments.Average(x => Correlation.Pearson(x.Learned, x.Planted)));
        }
        return table;

        double[] Aspects(IReadOnlyList<double> weights) => [.. weights.Take(truth.Aspects.Count)];
    }

    // One more facet that nobody has makes all items equally long, so that the cosine is a dot product up to a constant (Bachrach et al., 2014).
    private static (FacetVectors Items, FacetVectors Users) Vectors(FacetVectors items, int count, bool equal)
    {
        var users = FacetVectors.Ones(count, items.Names);
        if (!equal) return (items, users);
        var longest = Enumerable.Range(0, items.Rows).Max(items.Norm);
        var missing = new Matrix(items.Rows, 1, [.. Enumerable.Range(0, items.Rows).Select(i => MathF.Sqrt(longest * longest - items.Norm(i) * items.Norm(i)))]);
        return (FacetVectors.Join(items, new FacetVectors(missing, ["missing length"])), FacetVectors.Join(users, new FacetVectors(new Matrix(count, 1), ["missing length"])));
    }

    // What the generator's tables say for those who saw the lists; people's own deviations are left out.
    private static double[] Planted(MarketTruth truth, Impression[] lists)
    {
        var sum = new double[truth.Aspects.Count];
        foreach (var list in lists)
        {
            var month = truth.MonthOf(list.Time!.Value);
            var taste = truth.SegmentTaste(truth.SegmentAt(list.User, month), month);
            for (var a = 0; a < sum.Length; a++) sum[a] += taste[truth.Categories.Count + a];
        }
        return Array.ConvertAll(sum, x => Math.Round(x / lists.Length, 9));
    }

    private static double Highest(double[] planted)
    {
        double n = planted.Length;
        return Math.Sqrt(1 - planted.CountBy(x => x).Sum(tie => Math.Pow(tie.Value, 3) - tie.Value) / (n * n * n - n));
    }
}
