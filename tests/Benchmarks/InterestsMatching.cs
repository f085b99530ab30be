using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Reduction;
using UserSegments.Text;

namespace Benchmarks;

/// <summary>Learned weights of the matching on lists of the market, of MIND, of purchases; speed of scoring.</summary>
internal static class InterestsMatching
{
    /// <summary><c>interests-matching [data set]</c>: the embedded market unless one is named; a folder of MIND, any set of purchases, or <c>mind-form</c>: the embedded market's clicks written as MIND's files and read again.</summary>
    public static int Run(string[] args)
    {
        var name = args.Length > 0 ? args[0] : Datasets.Embedded;
        if (name == "mind-form")
        {
            var folder = Directory.CreateTempSubdirectory("mind-form-").FullName;
            try
            {
                WriteMindForm(Datasets.Open(Datasets.Embedded), folder);
                Compare(Datasets.Open(folder), null);
                return 0;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        var dataset = Datasets.Open(name);
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

    private static void Compare(Dataset dataset, MarketTruth? truth)
    {
        var split = ListSplit.Of(dataset);
        var items = ItemFacets.Of(split.Past);
        var users = UserFacets.Build(split.Past, items).LongTerm;
        Console.WriteLine($"{dataset.Name}: {split.Description}; {items}");
        var counts = new float[dataset.Items.Count];
        foreach (var (_, item) in split.Past.Interactions.Select(x => (x.User, x.Item)).Distinct()) counts[item]++;
        var prior = Array.ConvertAll(counts, x => (float)Math.Log(1 + x));
        var labels = new KMeans(new KMeansOptions { K = 8, Seed = 1 }).Fit(users.Values.NormalizeRows()).Labels;
        var cosine = WeightedMatching.Cosine(users, items);
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
        Console.WriteLine(ListContest.Run(split.Judge, models, 2));
        var weighted = WeightedMatching.Fit(users, items, split.Learn, new MatchingOptions { ItemPrior = prior });
        Console.WriteLine(weighted);
        var flat = split.Learn.SelectMany(list => list.Items.Select((item, i) => (Score: weighted.Score(list.User, item), Clicked: list.Clicked[i]))).ToArray();
        var calibration = ClickCalibration.Fit([.. flat.Select(x => x.Score)], [.. flat.Select(x => x.Clicked)]);
        var test = split.Judge.SelectMany(list => list.Items.Select((item, i) => (P: calibration.Probability(weighted.Score(list.User, item)), Clicked: list.Clicked[i]))).ToArray();
        Console.WriteLine(CalibrationReport.Of([.. test.Select(x => x.P)], [.. test.Select(x => x.Clicked)]));

        (string, Func<int, int, double>) Of(string name, MatchingOptions options)
        {
            var model = WeightedMatching.Fit(users, items, split.Learn, options);
            return (name, (user, item) => model.Score(user, item));
        }
    }

    // news.tsv and behaviors.tsv as MIND has them: what was clicked in the first half of the year is history, the lists of the second half are impressions.
    // No reviews, ratings or prices are in it: clicks, titles and categories are all that a model gets.
    private static void WriteMindForm(Dataset dataset, string folder)
    {
        var lists = dataset.Impressions.OrderBy(x => x.Time).ToArray();
        var half = lists[lists.Length / 2].Time!.Value;
        var history = lists.Where(x => x.Time < half)
            .SelectMany(x => x.Items.Where((_, i) => x.Clicked[i]).Select(item => (x.User, item))).Distinct().ToLookup(x => x.User, x => $"N{x.item}");
        File.WriteAllLines(Path.Combine(folder, "news.tsv"), dataset.Items.Select((item, i) =>
            $"N{i}\t{item.Tags[0]}\t{item.Tags[1]}\t{item.Title}\t{item.Description}\t\t[]\t[]"));
        File.WriteAllLines(Path.Combine(folder, "behaviors.tsv"), lists.Where(x => x.Time >= half).Select((x, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"{i + 1}\tU{x.User}\t{x.Time:M/d/yyyy h:mm:ss tt}\t{string.Join(' ', history[x.User])}\t{string.Join(' ', x.Items.Select((item, j) => $"N{item}-{(x.Clicked[j] ? 1 : 0)}"))}")));
    }

    internal static Matrix Space(Dataset dataset, int rank)
    {
        var counts = TermCounts.Of(ItemTexts.Of(dataset));
        var weights = TfIdf.Fit(counts).Transform(counts);
        return TruncatedSvd.Fit(weights, Math.Min(rank, Math.Min(weights.Rows, weights.Columns) - 1), 1).Transform(weights);
    }
}
