using System.Diagnostics;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Recommendation;
using UserSegments.Reduction;
using UserSegments.Text;

namespace Benchmarks;

/// <summary>Are descriptions true, and do they tell people apart? And: do profiles of one domain serve another?</summary>
internal static class InterestsDescriptions
{
    /// <summary><c>interests-descriptions [data set]</c>.</summary>
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
        Judge(dataset);
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

    // The text is made from the first half of what a person did; the line-up is what people did in the second half.
    private static void Judge(Dataset dataset)
    {
        var split = Splits.ByTimePerUser(dataset, 0.5);
        var (first, second) = (split.Train.ByUser(), split.Test.ByUser());
        int[] users = [.. Enumerable.Range(0, dataset.Users.Count).Where(u => first[u].Count >= 3 && second[u].Count >= 3).Take(1000)];
        if (users.Length < 20) return;
        var after = Documents(split.Test, users);
        var before = Documents(split.Train, users);
        var all = TermCounts.Of([.. before, .. after]);
        var model = TfIdf.Fit(all);
        var short_ = new UserDescriber(split.Train).DescribeAll();
        var long_ = new UserDescriber(split.Train, new UserDescriptionOptions { MaximumWords = 400 }).DescribeAll();
        (string Name, string[] Texts)[] texts =
        [
            ("description, 110 words", [.. users.Select(u => short_[u].Text)]),
            ("description, 110 words, numbers heeded", [.. users.Select(u => DescriptionJudge.Weigh(short_[u].Text))]),
            ("categories of the description, numbers heeded", [.. users.Select(u => DescriptionJudge.Weigh(short_[u].Statements.FirstOrDefault(x => x.Facts[0].Kind == FactKind.Category)?.Text ?? ""))]),
            ("description, 400 words", [.. users.Select(u => long_[u].Text)]),
            ("history, 110 words", [.. before.Select(text => string.Join(' ', text.Split(' ').Take(110)))]),
            ("history, whole", before),
            ("20 TF-IDF keywords", Keywords(before, model, 20)),
            ("110 TF-IDF keywords", Keywords(before, model, 110)),
        ];
        var svd = TruncatedSvd.Fit(model.Transform(all), 100, 1);
        (string Name, Func<string[], Matrix> Encode)[] encodings =
        [
            ("TF-IDF", own => Telling(model, own).ToDense()), ("LSA 100", own => svd.Transform(Telling(model, own))),
        ];
        foreach (var (encoding, encode) in encodings)
        {
            var people = encode(after);
            var rights = texts.Select(text => DescriptionJudge.Judge(encode(text.Texts), people, 20, 7)).ToArray();
            Console.WriteLine(Table.Of(
                Enumerable.Range(0, texts.Length), ("the judge sees", k => texts[k].Name), 
                ("right among 20", k => DescriptionJudge.Accuracy(rights[k])), ("minus the description", k => k == 0 ? null : PairedTests.Permutation(rights[k], rights[0], 1, 2000).Difference))
                .WithCaption($"{dataset.Name}, {users.Length} users, encoding {encoding}, chance 0.05; line-up: what they did and wrote in the second half of their time"));
        }
    }

    // What stands in every text of a kind ("interests", "of", "bought") tells nothing within that kind: weights are multiplied by the kind's own idf.
    private static SparseMatrix Telling(TfIdfModel model, string[] texts)
    {
        var weights = model.Transform(TermCounts.Of(texts));
        var documents = new int[weights.Columns];
        foreach (var term in weights.Indices) documents[term]++;
        for (var e = 0; e < weights.Count; e++) weights.Values[e] *= (float)Math.Log((1.0 + weights.Rows) / (1 + documents[weights.Indices[e]]));
        return weights;
    }

    private static string[] Documents(Dataset dataset, int[] users)
    {
        var (own, items) = (dataset.ByUser(), ItemTexts.Of(dataset));
        return [.. users.Select(user => string.Join(" ", own[user].Select(x => items[x.Item] + " " + x.Text)))];
    }

    private static string[] Keywords(string[] texts, TfIdfModel model, int count)
    {
        var weights = model.Transform(TermCounts.Of(texts));
        return
        [
            .. Enumerable.Range(0, texts.Length).Select(row => string.Join(' ', Enumerable.Range(weights.Starts[row], weights.Starts[row + 1] - weights.Starts[row])
                .OrderByDescending(e => weights.Values[e]).ThenBy(e => weights.Indices[e]).Take(count).Select(e => model.Vocabulary[weights.Indices[e]]))),
        ];
    }
}
