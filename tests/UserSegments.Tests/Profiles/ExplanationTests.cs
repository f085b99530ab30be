using System.Xml.Linq;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class ExplanationTests
{
    private static readonly string[] Vocabulary = ["coffee", "beans", "rose", "garden"];
    private static readonly Matrix Centres = Matrix.FromRows([[1, 1, 0, 0], [0, 0, 1, 1]]);

    /// <summary>A game with interactions between the parts, seeded.</summary>
    private static Func<IReadOnlyList<ulong>, double[]> Game(int parts, ulong seed)
    {
        var rng = new Rng(seed);
        var value = Enumerable.Range(0, 1 << parts).Select(_ => rng.NextGaussian()).ToArray();
        return masks => [.. masks.Select(mask => value[mask])];
    }

    /// <summary>The definition: the mean over all orders of what a part adds when it comes.</summary>
    private static double[] BruteForce(int parts, Func<IReadOnlyList<ulong>, double[]> value)
    {
        var (shares, orders) = (new double[parts], 0);
        Permute([.. Enumerable.Range(0, parts)], 0);
        return [.. shares.Select(share => share / orders)];

        void Permute(int[] order, int at)
        {
            if (at == order.Length)
            {
                orders++;
                var mask = 0UL;
                foreach (var part in order)
                {
                    shares[part] += value([mask | 1UL << part])[0] - value([mask])[0];
                    mask |= 1UL << part;
                }
                return;
            }
            for (var i = at; i < order.Length; i++)
            {
                (order[at], order[i]) = (order[i], order[at]);
                Permute(order, at + 1);
                (order[at], order[i]) = (order[i], order[at]);
            }
        }
    }

    private static Matrix Encode(IReadOnlyList<string> texts) =>
        Matrix.FromRows([.. texts.Select(text => Vocabulary.Select(word => (float)text.Split(word).Length - 1).ToArray())]);

    private static PartExplainer Explainer(int segment = 0) => new(Encode, MembershipScore.Margin(Centres, segment));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Exact_SmallGames_AgreeWithBruteForce(int parts)
    {
        var game = Game(parts, (ulong)parts);
        var (expected, actual) = (BruteForce(parts, game), Shapley.Exact(parts, game));
        for (var i = 0; i < parts; i++) Assert.Equal(expected[i], actual[i], 1e-9);
        Assert.Equal(game([(1UL << parts) - 1])[0] - game([0])[0], actual.Sum(), 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Kernel_AllCoalitions_IsExact(int parts)
    {
        var game = Game(parts, 40 + (ulong)parts);
        var (expected, actual) = (Shapley.Exact(parts, game), Shapley.Kernel(parts, game, 1 << 12));
        for (var i = 0; i < parts; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }

    [Fact]
    public void Kernel_ManyParts_SumsToTheScoreAndFindsALinearGame()
    {
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i))];
        double[] Game(IReadOnlyList<ulong> masks) => [.. masks.Select(mask => weights.Where((_, i) => (mask >> i & 1) == 1).Sum())];
        var values = Shapley.Kernel(40, Game, 400, 7);
        for (var i = 0; i < 40; i++) Assert.Equal(weights[i], values[i], 1e-6);
        Assert.Equal(values, Shapley.Kernel(40, Game, 400, 7));
    }

    [Fact]
    public void Exact_TooManyParts_NamesTheLimit() => Assert.Contains("0 to 20", Assert.Throws<ArgumentOutOfRangeException>(() => Shapley.Exact(21, _ => [])).Message);

    [Theory]
    [InlineData("Great coffee, really!")]
    [InlineData("这家咖啡店的coffee很好。")]
    [InlineData("  ...")]
    [InlineData("")]
    public void Split_AnyText_PiecesJoinToIt(string text) => Assert.Equal(text, string.Concat(TextPieces.Split(text)));

    [Fact]
    public void Explain_Texts_SumToTheScoreAndPointAtTheRightOnes()
    {
        string[] texts = ["coffee beans", "the garden", "nothing known"];
        var explanation = Explainer().Explain(texts);
        Assert.Equal(explanation.Score - explanation.Base, explanation.Contributions.Sum(), 1e-9);
        Assert.True(explanation.Contributions[0] > 0 && explanation.Contributions[1] < 0);
        Assert.Equal(0, explanation.Contributions[2], 1e-9);
        Assert.Equal("coffee beans", explanation.Ranked.First().Part);
        Assert.Contains("Exact", explanation.ToString());
        Assert.Contains("Kernel SHAP", Explainer().Explain([.. Enumerable.Repeat(texts, 5).SelectMany(x => x)]).Method);
        var many = Explainer().Explain([.. Enumerable.Range(0, 80).Select(i => texts[i % 3])], 200);
        Assert.Equal(63, many.Parts.Count);
        Assert.Equal(many.Score - many.Base, many.Contributions.Sum(), 1e-9);
    }

    [Fact]
    public void Occlude_Words_MarksThoseThatCount()
    {
        var explanation = Explainer().Occlude("I like coffee <b>but</b> not the garden.");
        Assert.True(explanation.Contributions[explanation.Parts.ToList().FindIndex(part => part.Contains("coffee"))] > 0);
        Assert.True(explanation.Contributions[explanation.Parts.ToList().FindIndex(part => part.Contains("garden"))] < 0);
        var html = XElement.Parse($"<x>{explanation.ToHtml()}</x>");
        Assert.Contains("coffee", html.Descendants("b").Single().Value);
        Assert.Contains("garden", html.Descendants("u").Single().Value);
        Assert.Contains("<b>but</b>", html.Value);
    }

    [Fact]
    public void OccludeWords_AWordInTwoTexts_IsLeftOutOfBoth()
    {
        var explanation = Explainer().OccludeWords(["Coffee, and coffee", "a garden", "my coffee"]);
        Assert.Equal(["coffee", "and", "a", "garden", "my"], explanation.Parts);
        var without = Explainer().Occlude(", and\na garden\nmy");
        Assert.Equal(explanation.Score - without.Score, explanation.Contributions[0], 1e-6);
    }

    [Fact]
    public void SmallestChange_OneTextDecides_FindsIt()
    {
        Assert.Equal([1], Explainer().SmallestChange(["garden", "coffee beans coffee", "rose"]));
        Assert.Equal([0, 1], Explainer().SmallestChange(["coffee coffee", "coffee coffee", "garden"]));
        Assert.Equal([0, 1], Explainer().SmallestChange(["coffee coffee", "coffee coffee", "garden"], 1)!);      // greedy from the start
        Assert.Null(Explainer(1).SmallestChange(["coffee", "beans"]));                               // not in that segment to begin with
        Assert.Null(Explainer().SmallestChange(["coffee", "beans"]));                                // nothing speaks for another
    }

    [Fact]
    public void Cosine_Item_ExplainsWhyItIsRecommended()
    {
        var explainer = new PartExplainer(Encode, MembershipScore.Cosine(new float[] { 0, 0, 1, 0 }));
        Assert.Equal("a rose", explainer.Explain(["coffee", "a rose", "garden"]).Ranked.First().Part);
    }

    [Fact]
    public void Faithfulness_InformativeExplanations_BeatRandomOrder()
    {
        var rng = new Rng(3);
        var cases = Enumerable.Range(0, 40).Select(_ =>
        {
            IReadOnlyList<string> texts = [.. Enumerable.Range(0, 8).Select(_ => rng.NextDouble() < 0.4 ? "coffee beans" : rng.NextDouble() < 0.5 ? "garden" : "nothing")];
            return (texts, Explainer());
        }).ToArray();
        var result = Faithfulness.Measure(cases, 5, 2);
        Assert.True(result.Deletion.Low > 0.05, result.ToString());
        Assert.True(result.Insertion.Low > 0.05, result.ToString());
        Assert.Equal(result.Random[0], result.Explained[0]);
        Assert.Equal(0, result.Explained[^1], 1e-9);
    }

    [Fact]
    public void Listening_TermsOfOneEnd_AreFound()
    {
        var rng = new Rng(4);
        var labels = Enumerable.Range(0, 200).Select(i => i % 2).ToArray();
        var table = TermTable.Of([.. labels.Select(label => (IReadOnlyList<string>)[label == 0 ? "coffee" : "garden", rng.NextDouble() < 0.5 ? "good" : "fine"])]);
        var scores = Matrix.FromRows([.. labels.Select(label => new[] { label == 0 ? 1f : -1f, 3f })]);
        var terms = Listening.Terms(table, scores, 2);
        Assert.Equal(("coffee", 1.0), (terms[0].High[0].Term, Math.Round(terms[0].High[0].Correlation, 9)));
        Assert.Equal("garden", terms[0].Low[0].Term);
        Assert.Empty(terms[1].High);
        Assert.Contains("coffee", Listening.ToTable(terms).ToString());
    }
}
