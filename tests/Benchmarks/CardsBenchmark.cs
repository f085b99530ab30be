using System.Diagnostics;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Profiles;

namespace Benchmarks;

/// <summary>Do cards say enough, are explanations faithful, do segments hold when texts change, and who is in them?</summary>
internal static class CardsBenchmark
{
    private const int Groups = 8;

    /// <summary><c>cards [data set]…</c></summary>
    public static int Run(string[] args)
    {
        foreach (var name in args.Length > 0 ? args : [Datasets.Embedded]) Study(Datasets.Open(name));
        return 0;
    }

    private static void Study(Dataset dataset)
    {
        var clock = Stopwatch.StartNew();
        var space = TextSpace.Fit(dataset, new() { Seed = 1 });
        var segments = new KMeans(new() { K = Groups, Seed = 1 }).Fit(space.Points).BySize();
        var everyone = space.ForAllUsers(segments);
        Console.WriteLine($"\n{dataset.Name}: {space.Described.Length:N0} people with words, {Groups} segments by k-means, {space.Points.Columns} dimensions");

        var matching = Table.WithColumns("terms chosen by", "matched by the card's words", "nearest mean (best possible)", "chance", "people held back");
        foreach (var ranking in Enum.GetValues<TermRanking>())
        {
            var matched = CardMatching.Measure(dataset, space.Documents, everyone, space.Users, space.Encode, new() { Ranking = ranking });
            matching = matching.Add(ranking, matched.Accuracy, matched.Best, matched.Chance, matched.Users);
        }
        Console.WriteLine(matching);

        // Every tenth person of several texts: why in this segment?
        int[] people = [.. space.Described.Where(user => space.Documents[user].Texts.Count is >= 4 and <= 12).Where((_, i) => i % 10 == 0).Take(100)];
        Console.WriteLine(Faithfulness.Measure([.. people.Select(user =>
            (space.Documents[user].Texts, new PartExplainer(space.Encode, MembershipScore.Margin(everyone.Centres!, everyone.Labels[user]))))]));

        var moved = Robustness.Measure(space.Documents, space.Encode, everyone.Centres!,
            [TextPerturbation.Typos(0.1), TextPerturbation.DroppedTexts(0.2), TextPerturbation.Synonyms(), TextPerturbation.InsertedWords(0.2), TextPerturbation.Chinese()]);
        Console.WriteLine(Table.Of(moved, ("what changes", x => x.Name), ("people who change segment", x => x.Moved)));
        Console.WriteLine($"five seeds of k-means agree with an adjusted Rand index of {Robustness.Consensus(space.Points, (points, seed) => new KMeans(new() { K = Groups, Seed = seed }).Fit(points), [1, 2, 3, 4, 5])}");

        foreach (var attribute in dataset.Users.SelectMany(user => user.Attributes.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var composition = SegmentComposition.Of(dataset.Users, everyone.Labels, attribute);
            Console.WriteLine($"{attribute}: Cramér's V {composition.CramersV:0.000} ({composition.Values.Count} values, {composition.Users:N0} people)");
            if (dataset.Users.Count(user => double.TryParse(user.Attributes.GetValueOrDefault(attribute), out _)) > dataset.Users.Count / 2) Console.WriteLine(SegmentMeans.Of(dataset.Users, everyone.Labels, attribute));
        }
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s");
    }
}
