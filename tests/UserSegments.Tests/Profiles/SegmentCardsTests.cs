using System.Text.Json;
using System.Xml.Linq;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Text;

namespace UserSegments.Tests.Profiles;

public sealed class SegmentCardsTests
{
    private static readonly string[][] Words = [["coffee", "beans"], ["garden", "rose"], ["book", "novel"]];

    /// <summary>Three groups of 20 people with words, items and places of their own, and words that all have.</summary>
    private static (Dataset Dataset, string[][] Tokens, UserSegments.Clustering.Clustering Clustering, Matrix Vectors) Market()
    {
        var rng = new Rng(21);
        var labels = Enumerable.Range(0, 60).Select(i => i % 3).ToArray();
        Item[] items = [.. Enumerable.Range(0, 9).Select(i => new Item($"i{i}", $"Item <{i}>") { Tags = [Words[i % 3][0]] })];
        var interactions = labels.SelectMany((label, user) => Enumerable.Range(0, 4).Select(j =>
            new Interaction(user, rng.NextDouble() < 0.8 ? label + 3 * rng.NextInt(3) : rng.NextInt(9), InteractionKind.Purchase, 1, null, ""))).ToArray();
        var tokens = labels.Select(label => (string[])[.. Words[label], "good", rng.NextDouble() < 0.5 ? "fine" : "cheap"]).ToArray();
        var vectors = Matrix.FromRows([.. labels.Select(label => new[] { (float)(label * label * 4 + rng.NextGaussian()), (float)rng.NextGaussian() })]);
        var dataset = new Dataset("toy", [.. labels.Select((_, i) => new User($"secret-{i}"))], items, interactions);
        return (dataset, tokens, new UserSegments.Clustering.Clustering(labels, "given"), vectors);
    }

    private static SegmentCards Cards(SegmentCardOptions? options = null)
    {
        var (dataset, tokens, clustering, vectors) = Market();
        return SegmentCards.Build(dataset, tokens, clustering, vectors, options);
    }

    [Theory]
    [InlineData(TermRanking.LogOdds)]
    [InlineData(TermRanking.ClassTfIdf)]
    public void Build_GroupsWithWordsOfTheirOwn_FindsThem(TermRanking ranking)
    {
        var cards = Cards(new SegmentCardOptions { Ranking = ranking });
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(Words[c].Order(), cards[c].Terms.Take(2).Select(term => term.Term).Order());
            Assert.DoesNotContain(cards[c].Terms, term => term.Term == "good");
            Assert.Equal(1, cards[c].Terms[0].ShareInside);
            Assert.Equal(0, cards[c].Terms[0].ShareOutside);
            Assert.Equal(Words[c][0], cards[c].Categories[0].Name);
            Assert.All(cards[c].Items.Take(3), item => Assert.Equal(c, item.Item % 3));
        }
    }

    [Fact]
    public void Build_Sizes_AreSharesOfAll()
    {
        var cards = Cards(new SegmentCardOptions { MinimumSize = 21 });
        Assert.All(cards, card => Assert.Equal((20, 1 / 3.0, true), (card.Size, card.Share, card.IsSmall)));
        Assert.All(Cards(new SegmentCardOptions { MinimumSize = 20 }), card => Assert.False(card.IsSmall));
    }

    [Fact]
    public void Build_MeansOnALine_NearestAndBorderAreThoseBetween()
    {
        var (_, _, clustering, vectors) = Market();
        var cards = Cards();
        Assert.Equal([1, 0, 1], cards.Select(card => card.Nearest!.Segment));       // means at 0, 4 and 16
        Assert.Equal(["beans", "coffee"], cards[0].Nearest!.MoreHere.Take(2).Order());
        Assert.Equal(["garden", "rose"], cards[0].Nearest!.MoreThere.Take(2).Order());
        Assert.Equal(clustering.Members(0).MaxBy(i => vectors[i, 0]), cards[0].Border[0]);
    }

    [Fact]
    public void Build_WordsOfFewUsers_AreKeptBack()
    {
        var (dataset, tokens, clustering, vectors) = Market();
        (tokens[0], tokens[3]) = ([.. tokens[0], "confession", "confession"], [.. tokens[3], "confession"]);
        Assert.DoesNotContain("confession", SegmentCards.Build(dataset, tokens, clustering, vectors).ToJson());
        Assert.Contains("confession", SegmentCards.Build(dataset, tokens, clustering, vectors, new SegmentCardOptions { MinimumTermUsers = 2 }).ToJson());
    }

    [Fact]
    public void ToMimeBundle_EveryForm_SaysTheSameAndNamesNobody()
    {
        var cards = Cards();
        var html = XElement.Parse($"<x>{cards.ToMimeBundle()[MimeTypes.Html]}</x>");
        Assert.Equal(3, html.Elements("table").Count());
        Assert.Contains("Item <0>", html.Value);
        Assert.Contains("Item &lt;0&gt;", cards[0].ToMarkdown());
        Assert.Contains("Item <0>", cards[0].ToString());
        var json = JsonDocument.Parse(cards.ToJson()).RootElement;
        Assert.Equal([0, 1, 2], json.EnumerateArray().Select(card => card.GetProperty("segment").GetInt32()));
        Assert.Equal(cards[1].Terms[0].Term, json[1].GetProperty("terms")[0].GetProperty("term").GetString());
        Assert.All(cards.ToMimeBundle().Values.Append(cards.ToJson()).Append(cards.Overview().ToHtml()), text => Assert.DoesNotContain("secret", text));
    }

    [Fact]
    public void Build_AnyThreadCount_GivesTheSameBytes()
    {
        var texts = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return Cards().ToJson();
        }).Distinct();
        Assert.Single(texts);
    }

    [Fact]
    public void Build_NoiseEmptyGroupAndNoWords_StillHasCards()
    {
        var (dataset, _, _, vectors) = Market();
        var labels = Enumerable.Range(0, 60).Select(i => i < 10 ? -1 : i < 30 ? 0 : 2).ToArray();
        var cards = SegmentCards.Build(dataset, new string[60][].Select(_ => Array.Empty<string>()).ToArray(), new UserSegments.Clustering.Clustering(labels, "given"), vectors);
        Assert.Equal([20, 0, 30], cards.Select(card => card.Size));
        Assert.Null(cards[1].Nearest);
        Assert.Equal(2, cards[0].Nearest!.Segment);
        Assert.All(cards, card => Assert.Empty(card.Terms));
        Assert.Contains("too small to trust", cards[1].ToString());
    }

    [Fact]
    public void Build_Documents_FindsPhrasesOfBothLanguages()
    {
        var (dataset, _, clustering, vectors) = Market();
        string[] texts = ["The customer service was great, and the coffee beans too.", "这家店的性价比很高，我喜欢性价比高的花园工具。", "A novel, read twice"];
        var documents = clustering.Labels.Select((label, user) => new UserDocument(user, [texts[label]], [1])).ToArray();
        var cards = SegmentCards.Build(dataset, documents, clustering, vectors);
        Assert.Contains("customer service", cards[0].Phrases.Select(phrase => phrase.Term));
        Assert.Contains("coffee beans", cards[0].Phrases.Select(phrase => phrase.Term));
        Assert.Contains(cards[1].Phrases, phrase => phrase.Term.Contains("性价比"));
        Assert.DoesNotContain(cards[0].Phrases, phrase => phrase.Term.StartsWith("the ", StringComparison.Ordinal) || phrase.Term.EndsWith(" was", StringComparison.Ordinal));
        Assert.Contains("customer service", cards[0].Words());
    }

    [Fact]
    public void Bonded_WordsThatMeetByChance_AreNoPhrase()
    {
        // "red" and "fast" stand before everything; "ice cream" only together.
        string[] nouns = ["car", "house", "dog", "ice cream"];
        var users = Enumerable.Range(0, 80).Select(i => (IReadOnlyList<string>)[.. new PhraseCounter(2).Phrases($"{(i % 2 == 0 ? "red" : "fast")} {nouns[i / 2 % 4]}")]).ToArray();
        var kept = PhraseCounter.Bonded(users).SelectMany(own => own).Distinct();
        Assert.Equal(["ice cream"], kept);
    }

    [Fact]
    public void Build_TimesPricesAndRatings_MeasuresBehaviour()
    {
        var rng = new Rng(2);
        Item[] items = [new("a", "A") { Price = 2 }, new("b", "B") { Price = 20 }];
        var labels = Enumerable.Range(0, 80).Select(i => i % 2).ToArray();
        var start = new DateTime(2024, 3, 2, 19, 30, 0, DateTimeKind.Utc);            // a Saturday, in the evening
        var done = labels.SelectMany((label, user) => Enumerable.Range(0, 3).Select(j =>
            new Interaction(user, label, InteractionKind.Rating, 3 + label, start.AddDays(7 * (j + user % 4)).AddHours(label == 0 ? 0 : -9 - 24 * 2), "")));
        var dataset = new Dataset("d", [.. labels.Select((_, i) => new User($"u{i}"))], items, done);
        var measures = new Behaviour(dataset).Of([.. Enumerable.Range(0, 80).Where(i => labels[i] == 0)]).ToDictionary(measure => measure.Name);
        Assert.Equal((3, 3), (measures["interactions"].Inside.Value, measures["interactions"].Whole));
        Assert.Equal((2, 11), (measures["price of the items"].Inside.Value, measures["price of the items"].Whole));
        Assert.Equal((3, 3.5), (measures["rating"].Inside.Value, measures["rating"].Whole));
        Assert.Equal((1, 0.5), (measures["share from 18 to 24 h"].Inside.Value, measures["share from 18 to 24 h"].Whole));
        Assert.Equal((1, 0.5), (measures["share at weekends"].Inside.Value, measures["share at weekends"].Whole));
        Assert.True(measures["rating"].Differs);
        Assert.False(measures["interactions"].Differs);
        Assert.Equal((18.625 + 4.625) / 2, measures["days since the last one"].Inside.Value, 9);          // the last of all is 4.625 days after theirs
    }

    [Fact]
    public void Measure_StableAndUnstableGroups_TellsThemApart()
    {
        var rng = new Rng(6);
        // One group far away; a cloud that is cut in two by force.
        var points = Matrix.FromRows([.. Enumerable.Range(0, 150).Select(i => new[] { (float)((i < 50 ? 30 : 0) + rng.NextGaussian()), (float)rng.NextGaussian() })]);
        UserSegments.Clustering.Clustering Fit(Matrix x, ulong seed) => new UserSegments.Clustering.KMeans(new() { K = 3, Seed = seed }).Fit(x);
        var clustering = Fit(points, 1);
        var stability = SegmentStability.Measure(points, clustering, Fit, 10, 3);
        Assert.True(stability[clustering.Labels[0]] > 0.95, $"{stability[clustering.Labels[0]]}");
        Assert.All(Enumerable.Range(0, 3).Where(c => c != clustering.Labels[0]), c => Assert.True(stability[c] < 0.9, $"{stability[c]}"));
        Assert.Equal(stability, SegmentStability.Measure(points, clustering, Fit, 10, 3));
        Assert.Contains("Stability", Cards().WithStability(stability)[0].ToString());
    }

    [Fact]
    public void CardMatching_SeparateGroups_MatchesNearlyAll()
    {
        var (dataset, tokens, clustering, _) = Market();
        var documents = tokens.Select((words, user) => new UserDocument(user, [string.Join(' ', words)], [1])).ToArray();
        string[] vocabulary = [.. Words.SelectMany(words => words)];
        Matrix Encode(IReadOnlyList<string> texts) => Matrix.FromRows([.. texts.Select(text => vocabulary.Select(word => text.Contains(word) ? 1f : 0).ToArray())]);
        var result = CardMatching.Measure(dataset, documents, clustering, Encode([.. documents.Select(document => document.Texts[0])]), Encode);
        Assert.Equal((1, 1, 12), (result.Accuracy.Value, result.Best.Value, result.Users));
        Assert.Equal(1 / 3.0, result.Chance, 12);
    }

    [Fact]
    public void AtLevel_Tree_DescribesTheGroupsOfTheCut()
    {
        var (dataset, tokens, _, vectors) = Market();
        var documents = tokens.Select((words, user) => new UserDocument(user, [string.Join(' ', words)], [1])).ToArray();
        var tree = new UserSegments.Clustering.Agglomerative(new UserSegments.Clustering.AgglomerativeOptions()).Fit(vectors);
        Assert.Equal([2, 4], new[] { 2, 4 }.Select(k => SegmentCards.AtLevel(dataset, documents, tree, k, vectors).Count));
        Assert.Equal(tree.Cut(4).Sizes, SegmentCards.AtLevel(dataset, documents, tree, 4, vectors).Select(card => card.Size));
    }

    [Fact]
    public void Build_LengthsDiffer_NamesThem()
    {
        var (dataset, tokens, clustering, vectors) = Market();
        Assert.Contains("tokens has 59 entries, expected 60", Assert.Throws<ArgumentException>(() => SegmentCards.Build(dataset, tokens[1..], clustering, vectors)).Message);
    }

    [Fact]
    public void ClassTfIdf_ByHand_Agrees()
    {
        var scores = ContrastiveTerms.ClassTfIdf(new double[,] { { 3, 1 }, { 0, 2 } });      // A = 3, f = 3 and 3
        Assert.Equal(0.75 * Math.Log(2), scores[0, 0], 12);
        Assert.Equal(0.25 * Math.Log(2), scores[0, 1], 12);
        Assert.Equal(0, scores[1, 0]);
        Assert.Equal(Math.Log(2), scores[1, 1], 12);
    }

    [Fact]
    public void LogOdds_ByHand_Agrees()
    {
        // y = 3 of 4 against 0 of 2, term's prior 6 * 3/6 = 3 of 6.
        var expected = (Math.Log((3 + 3.0) / (4 + 6 - 3 - 3)) - Math.Log((0 + 3.0) / (2 + 6 - 0 - 3))) / Math.Sqrt(1 / 6.0 + 1 / 3.0);
        var scores = ContrastiveTerms.LogOdds(new double[,] { { 3, 1 }, { 0, 2 } }, 6);
        Assert.Equal(expected, scores[0, 0], 12);
        Assert.Equal(-expected, scores[1, 0], 12);
        // Two terms: one's odds are the other's inverse, but the variance counts the term alone (equation 20 is an approximation).
        Assert.Equal(-expected * Math.Sqrt(1 / 6.0 + 1 / 3.0) / Math.Sqrt(1 / 4.0 + 1 / 5.0), scores[0, 1], 12);
        Assert.Equal(expected, ContrastiveTerms.Between(new double[,] { { 3, 1 }, { 0, 2 } }, 0, 1, 6)[0], 12);
    }

    [Fact]
    public void LogOdds_SameShareInBoth_IsNearZero() =>
        Assert.All(ContrastiveTerms.LogOdds(new double[,] { { 10, 30 }, { 20, 60 } }).Cast<double>(), z => Assert.Equal(0, z, 12));
}
