using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Encoding;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Recommendation;
using UserSegments.Reduction;
using UserSegments.Text;

namespace Benchmarks;

/// <summary>
/// The embedded encoder beside LSA, TF-IDF and static vectors: people of the market it never saw, and real texts. "Apart" are tokens weighed by inverse frequency, and vectors
/// without the mean and the first component that people have in common, in 48 principal components: what <see cref="TextSpaceOptions.For"/> gives.
/// </summary>
internal static class EmbeddedEncoderBenchmark
{
    private const int HeldBack = 5, Seeds = 10, Groups = 8;

    /// <param name="args">MODEL (folder, or "embedded"), PEOPLE ("test" or "validation"), STATIC (folder of static vectors), then data folders, and zip files with columns cat, label, review.</param>
    public static int Run(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine("Usage: embedded-encoder MODEL test|validation STATIC [FOLDER or ZIP]...");
            return 2;
        }
        using var encoder = args[0] == "embedded" ? EmbeddedEncoder.Open() : TextEncoder.Load(args[0]);
        var vectors = StaticEncoder.Load(args[2]);
        var plain = new TextSpaceOptions { Seed = 1 };
        var apart = plain with { InverseFrequency = true, CommonComponents = 1 };
        TextSpaceOptions AsItIs(ITextModel model) => plain with { Model = model, Dimensions = model.Dimension };
        var models = new (string Name, TextSpaceOptions Space)[]
        {
            ("LSA", plain), ("TF-IDF", plain), ("static vectors", AsItIs(vectors)), ("static vectors, apart", apart with { Model = vectors }),
            ("embedded encoder", AsItIs(encoder)),
            ("embedded encoder, inverse frequency", plain with { Model = encoder, InverseFrequency = true }), ("embedded encoder, apart", apart with { Model = encoder }),
        };
        Market(models, args[1] == "test" ? 0 : 1);
        Parts(models);
        foreach (var path in args.Skip(3))
        {
            if (path.EndsWith(".zip", StringComparison.Ordinal)) Categories(models, path);
            else Content(models, path);
        }
        return 0;
    }

    private static void Market((string Name, TextSpaceOptions Space)[] models, int part)
    {
        var data = Datasets.Open(Datasets.Embedded);
        int[] people = [.. Enumerable.Range(0, data.Users.Count).Where(user => user % HeldBack == part)];
        var truth = Datasets.OpenTruth(Datasets.Embedded);
        var split = Splits.ByTime(data, 0.2);
        var rows = new List<(string Name, Estimate Found, double Seconds)>();
        foreach (var (name, options) in models)
        {
            var clock = Stopwatch.StartNew();
            var users = Space(name, options, data).Users;
            var seconds = clock.Elapsed.TotalSeconds;
            int[] described = [.. people.Where(user => users.Row(user).ContainsAnyExcept(0f))];
            rows.Add((name, Agreement(users.SelectRows(described), [.. described.Select(user => truth.Segments[user])], 8, PartitionAgreement.AdjustedRand), seconds));
        }
        Console.WriteLine(Table.Of(rows, ("vectors", r => r.Name), ("ARI with the true segments", r => r.Found), ("seconds for all people and items", r => r.Seconds)).WithCaption(
            Text($"{people.Length} people of the market that no training saw; k-means, k = 8, mean of {Seeds} seeds, 95 % interval over people")));
        Rank(models, new Split(split.Train, split.Test.With(split.Test.Interactions.Where(x => x.User % HeldBack == part), []), split.Description), "the market, the same people", "embedded encoder, apart");
    }

    /// <summary>What is common depends on who is there: whole markets, of other seeds too, and people of the embedded market whom no training saw, alone.</summary>
    private static void Parts((string Name, TextSpaceOptions Space)[] models)
    {
        var market = (Data: Datasets.Open(Datasets.Embedded), Truth: Datasets.OpenTruth(Datasets.Embedded).Segments);
        var rows = new List<(string Who, string Name, Estimate Found)>();
        Add("the embedded market", market.Data, market.Truth);
        Add("its people whom no training saw", market.Data.With(market.Data.Interactions.Where(x => x.User % HeldBack <= 1)), market.Truth);
        foreach (ulong seed in new ulong[] { 101, 102 })
        {
            var other = SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed });
            Add(Text($"a market of seed {seed}"), other.Dataset, other.Truth.Segments);
        }
        Console.WriteLine(Table.Of(rows, ("people", r => r.Who), ("vectors", r => r.Name), ("ARI with the true segments", r => r.Found)).WithCaption("Spaces fitted to these people alone; k-means, k = 8"));

        void Add(string who, Dataset data, IReadOnlyList<int> truth)
        {
            foreach (var (name, options) in models.Where(x => x.Name.StartsWith("embedded", StringComparison.Ordinal) || x.Name == "LSA"))
            {
                var space = TextSpace.Fit(data, options);
                rows.Add((who, name, Agreement(space.Points, [.. space.Described.Select(user => truth[user])], 8, PartitionAgreement.AdjustedRand)));
            }
        }
    }

    private static void Content((string Name, TextSpaceOptions Space)[] models, string folder)
    {
        var data = Datasets.Open(folder);
        Rank(models, data.HasTime ? Splits.ByTime(data, 0.2) : Splits.RandomPerUser(data, 0.2, 1), data.Name);
    }

    private static void Rank((string Name, TextSpaceOptions Space)[] models, Split split, string title, string baseline = "embedded encoder")
    {
        var set = EvaluationSet.Of(split);
        var spaces = models.Select(x => (x.Name, Vectors: Space(x.Name, x.Space, split.Train))).ToArray();
        var options = new RankingReportOptions { Baseline = baseline };
        var content = spaces.Select(x => Evaluator.Evaluate(new ContentRecommender(_ => x.Vectors.Users, x.Vectors.Items, x.Name).Fit(split.Train), set)).ToArray();
        Console.WriteLine(RankingReport.Of(content, options with { Caption = $"Content recommendation, {title}" }));
        var grouped = spaces.Select(x => Evaluator.Evaluate(new Named(x.Name, new PerSegment(new Popularity(), Segments(x.Vectors.Users)).Fit(split.Train)), set)).ToArray();
        Console.WriteLine(RankingReport.Of(grouped, options with { Caption = $"Popularity per segment (k-means, k = {Groups}), {title}" }));
    }

    /// <summary>One label a user; -1 for those without a vector.</summary>
    private static int[] Segments(Matrix users)
    {
        int[] described = [.. Enumerable.Range(0, users.Rows).Where(user => users.Row(user).ContainsAnyExcept(0f))];
        var found = new KMeans(new KMeansOptions { K = Groups, Seed = 1 }).Fit(users.SelectRows(described)).Labels;
        int[] labels = [.. Enumerable.Repeat(-1, users.Rows)];
        foreach (var (user, label) in described.Zip(found)) labels[user] = label;
        return labels;
    }

    /// <summary>Ten categories of shop reviews: a sample, since everything is done four times.</summary>
    private static void Categories((string Name, TextSpaceOptions Space)[] models, string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var reader = new StreamReader(archive.Entries[0].Open());
        var all = new List<(string Category, string Text)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // Category, 0 or 1, then the review to the end of the line.
            if (line.Split(',', 3) is [var category, "0" or "1", var text]) all.Add((category, text.Trim('"')));
        }
        var chosen = new Rng(1).Sample(all.Count, 6000).Select(i => all[i]).Where(x => x.Text.Length > 0).ToArray();
        string[] names = [.. all.Select(x => x.Category).Distinct()];
        int[] truth = [.. chosen.Select(x => Array.IndexOf(names, x.Category))];
        var rows = new List<(string Name, Estimate Rand, Estimate Information)>();
        foreach (var (name, options) in models)
        {
            var vectors = Vectors(name, options, [.. chosen.Select(x => x.Text)]);
            rows.Add((name, Agreement(vectors, truth, names.Length, PartitionAgreement.AdjustedRand), Agreement(vectors, truth, names.Length, PartitionAgreement.NormalizedMutualInformation)));
        }
        Console.WriteLine(Table.Of(rows, ("vectors", r => r.Name), ("ARI", r => r.Rand), ("NMI", r => r.Information)).WithCaption(
            Text($"{chosen.Length} of {all.Count} reviews, {names.Length} categories; k-means, mean of {Seeds} seeds, 95 % interval over texts")));
    }

    /// <summary>What <see cref="TextSpace"/> does, with single texts in the place of people.</summary>
    private static Matrix Vectors(string name, TextSpaceOptions options, string[] texts)
    {
        if (options.Model is not { } model) return Counted(name, texts);
        if (options.InverseFrequency) model = InverseFrequency.Weigh((ITokenWeighting)model, texts);
        var vectors = model.Encode(texts).NormalizeRows();
        return options.CommonComponents == 0 ? vectors : CommonComponents.Fit(vectors, options.CommonComponents).Remove(vectors).NormalizeRows();
    }

    private static Matrix Counted(string name, string[] texts)
    {
        var counts = TermCounts.Of(texts, new TermCounterOptions());
        var weights = TfIdf.Fit(counts, new TfIdfOptions { MaximumTerms = 3000 }).Transform(counts);
        return name == "LSA" ? TruncatedSvd.Fit(weights, 48, 0).Transform(weights).NormalizeRows() : weights.ToDense();
    }

    private static (Matrix Users, Matrix Items) Space(string name, TextSpaceOptions options, Dataset data)
    {
        if (name == "TF-IDF")
        {
            var counts = TermCounts.Of(UserDocuments.Build(data), new TermCounterOptions());
            var terms = TfIdf.Fit(counts, new TfIdfOptions { MaximumTerms = 3000 });
            return (terms.Transform(counts).ToDense(), terms.Transform(TermCounts.Of(ItemTexts.Of(data), new TermCounterOptions())).ToDense());
        }
        var space = TextSpace.Fit(data, options);
        return (space.Users, space.Items);
    }

    /// <summary>Mean over seeds; the interval is that of random halves of the people (texts), for each seed in turn.</summary>
    /// <remarks>Halves scatter about the whole as wholes do about the truth. A bootstrap draws people twice, who agree with themselves: it lifts the index.</remarks>
    private static Estimate Agreement(Matrix points, int[] truth, int k, Func<int[], int[], double> measure)
    {
        int[][] labels = [.. Enumerable.Range(1, Seeds).Select(seed => new KMeans(new KMeansOptions { K = k, Seed = (ulong)seed }).Fit(points).Labels)];
        var random = new Rng(1);
        var drawn = new double[500];
        for (var round = 0; round < drawn.Length; round++)
        {
            int[] rows = random.Sample(truth.Length, truth.Length / 2);
            drawn[round] = measure([.. rows.Select(i => truth[i])], [.. rows.Select(i => labels[round % Seeds][i])]);
        }
        Array.Sort(drawn);
        return new Estimate(labels.Average(found => measure(truth, found)), drawn[12], drawn[487]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Named(string name, IScorer scorer) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores) => scorer.Score(user, scores);
    }
}
