using System.Text.Json;
using System.Xml.Linq;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Numerics;
using UserSegments.Profiles;

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
