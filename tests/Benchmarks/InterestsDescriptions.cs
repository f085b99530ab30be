using System.Diagnostics;
using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Profiles;
using UserSegments.Recommendation;

namespace Benchmarks;

/// <summary>Are descriptions true, and do they tell people apart? And: do profiles of one domain serve another?</summary>
internal static class InterestsDescriptions
{
    /// <summary><c>interests-descriptions [data set] [folder of static token vectors]</c>.</summary>
    public static int Run(string[] args)
    {
        var dataset = Datasets.Open(args.Length > 0 ? args[0] : Datasets.Embedded);
        foreach (var language in Enum.GetValues<DescriptionLanguage>())
        {
            var options = new UserDescriptionOptions { Language = language, MaximumWords = 400 };
            var clock = Stopwatch.StartNew();
            var all = new UserDescriber(dataset, options).DescribeAll();
            var seconds = clock.Elapsed.TotalSeconds;
            var check = new FactCheck(dataset, options);
            var chosen = all.Where((_, i) => all.Count <= 1000 || i % (all.Count / 1000) == 0).Take(1000).ToArray();
            Console.WriteLine($"{dataset.Name}, {language}: {all.Count} descriptions in {seconds:0.00} s; of {chosen.Length} users, {chosen.Sum(x => x.Statements.Count)} statements with {chosen.Sum(x => x.Statements.Sum(s => s.Facts.Count))} facts: "
                + $"{chosen.Sum(x => check.Problems(x).Count)} facts wrong, {chosen.Sum(x => ClaimCheck.Problems(x).Count)} statements that say more than their facts");
            Console.WriteLine(all.MaxBy(x => x.Statements.Count)!.Text);
        }
        var study = DescriptionStudy.Run(dataset, model: args.Length > 1 ? StaticEncoder.Load(args[1]) : null);
        Console.WriteLine(study);
        for (var e = 0; e < study.Encodings.Count; e++)
            Console.WriteLine($"{study.Encodings[e]}: names and numbers minus {string.Join(", minus ", Enumerable.Range(2, study.Texts.Count - 2).Select(t => $"{study.Texts[t]} {study.Difference(1, t, e)}"))}");
        return 0;
    }

    /// <summary><c>interests-domains [data set]</c>: every other first tag is the source domain.</summary>
    public static int Domains(string[] args)
    {
        var dataset = Datasets.Open(args.Length > 0 ? args[0] : Datasets.Embedded);
        var split = Splits.ByTime(dataset, 0.3);
        var tags = dataset.Items.Select(Tag).Distinct().Order(StringComparer.Ordinal).ToArray();
        var source = tags.Where((_, i) => i % 2 == 0).ToHashSet(StringComparer.Ordinal);
        var space = InterestsMatching.Space(dataset, 64);
        var known = split.Train.With(split.Train.Interactions.Where(x => source.Contains(Tag(dataset.Items[x.Item]))));
        var profiles = UserFacets.Build(known, ItemFacets.FromTags(dataset, 40, firstOnly: true)).LongTerm;
        var groups = new UserSegments.Clustering.KMeans(new UserSegments.Clustering.KMeansOptions { K = 8, Seed = 1 }).Fit(profiles.Values.NormalizeRows()).Labels;
        for (var user = 0; user < groups.Length; user++)
        {
            if (profiles.Norm(user) == 0) groups[user] = -1;
        }
        Console.WriteLine($"{dataset.Name}; source domain: {string.Join(", ", source.Take(12))}; {split.Description}");
        Console.WriteLine(CrossDomain.Evaluate(split, space, item => source.Contains(Tag(item)), groups));
        return 0;

        static string Tag(Item item) => item.Tags is [var first, ..] ? first : "";
    }
}
