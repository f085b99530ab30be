using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;
using UserSegments.Tests.Evaluation;
using static UserSegments.Tests.Recommendation.RecommenderTests;

namespace UserSegments.Tests.Recommendation;

public sealed class ModelTests
{
    [Fact]
    public void UserNeighbours_WorkedByHand_AddsCosines()
    {
        // User 0 {0 1} is like user 1 {0 1 2} by 2 / sqrt 6 and like user 2 {1 2} by 1 / 2: both had item 2.
        Assert.Equal(2 / Math.Sqrt(6) + 1 / 2.0, Scores(new UserNeighbours().Fit(Toy()), 0, 4)[2], 6);
        Assert.Equal(2 / Math.Sqrt(6), Scores(new UserNeighbours(new NeighbourOptions { Neighbours = 1 }).Fit(Toy()), 0, 4)[2], 6);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.4, 0, 0)]
    [InlineData(0, 0.3, 0)]
    [InlineData(0, 0, 0.25)]
    [InlineData(0.2, 0.5, 0.5)]
    public void Ease_AnyOptions_EqualsTheInverseInDoublePrecision(double dropout, double userExponent, double itemExponent)
    {
        var histories = InteractionMatrix.Binary(EvaluatorTests.RandomSplit(4, 80, 30).Train);
        var options = new EaseOptions { Lambda = 3, Dropout = dropout, UserExponent = userExponent, ItemExponent = itemExponent };
        var weights = Ease.Weights(histories, options);
        var x = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(80, 30, (u, i) => histories.ToDense()[u, i]);
        var counts = x.ColumnSums();
        var scaled = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(80, 30, (u, i) =>
            x[u, i] * Math.Pow(Math.Max(1, x.Row(u).Sum()), -userExponent) * Math.Pow(Math.Max(1, counts[i]), -itemExponent));
        var gram = scaled.TransposeThisAndMultiply(scaled);
        var ridge = 3 * gram.Diagonal().Sum() / histories.Count;
        var inverse = (gram + MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseDiagonal(30, 30, i => ridge + dropout / (1 - dropout) * gram[i, i])).Inverse();
        for (var j = 0; j < 30; j++)
        {
            for (var i = 0; i < 30; i++)
            {
                var expected = i == j ? 0 : -inverse[j, i] / inverse[i, i] * Math.Pow(Math.Max(1, counts[j]), -itemExponent) / Math.Pow(Math.Max(1, counts[i]), -itemExponent);
                Assert.Equal(expected, weights[j, i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(300)]
    public void InvertInPlace_AnySize_GivesTheInverse(int n)
    {
        var rng = new Rng((ulong)n);
        var x = new Matrix(n, n, [.. Enumerable.Range(0, n * n).Select(_ => (float)rng.NextGaussian())]);
        var gram = MatrixProduct.MultiplyTransposed(x, x);
        for (var i = 0; i < n; i++) gram[i, i] += n;
        var inverse = gram.Copy();
        SymmetricInverse.InvertInPlace(inverse);
        var product = MatrixProduct.Multiply(gram, inverse);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) Assert.Equal(i == j ? 1 : 0, product[i, j], 2e-4);
        }
    }

    [Fact]
    public void InvertInPlace_NotPositiveDefinite_NamesTheColumn()
    {
        var error = Assert.Throws<ArgumentException>(() => SymmetricInverse.InvertInPlace(Matrix.FromRows([[1f, 2], [2, 1]])));
        Assert.Contains("the pivot of column 1 is -3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricInverse.InvertInPlace(new Matrix(2, 3)));
    }

    [Fact]
    public void ImplicitAls_EnoughSteps_SolvesTheNormalEquations()
    {
        var histories = InteractionMatrix.Binary(EvaluatorTests.RandomSplit(6, 40, 25).Train);
        var options = new ImplicitAlsOptions { Factors = 4, Rounds = 3, Steps = 12, Unobserved = 0.2, Lambda = 0.05, FrequencyExponent = 0.5 };
        var model = new ImplicitAls(options).Fit(histories);
        var (users, items) = (model.Users, model.Items);
        for (var u = 0; u < 40; u++)
        {
            var own = histories.RowIndices(u).ToArray();
            if (own.Length == 0) continue;
            var ridge = 0.05 * Math.Sqrt(own.Length + 0.2 * 25);
            for (var f = 0; f < 4; f++)
            {
                // Gradient of the objective by the user's coordinate f is 0.
                var gradient = ridge * users[u, f];
                for (var i = 0; i < 25; i++)
                {
                    double score = 0;
                    for (var g = 0; g < 4; g++) score += users[u, g] * items[i, g];
                    gradient += 0.2 * score * items[i, f];
                    if (own.Contains(i)) gradient += (score - 1.2) * items[i, f];
                }
                Assert.Equal(0, gradient, 1e-4);
            }
        }
    }

    [Fact]
    public void RandomWalk_OneRound_EqualsThreeStepsByHand()
    {
        var scores = Scores(new RandomWalk(new RandomWalkOptions { Rounds = 1, PopularityExponent = 0 }).Fit(Toy()), 0, 4);
        // From 0: users 0, 1 evenly; from 1: users 0, 1, 2 evenly. User 0 spreads over 2 items, user 1 over 3, user 2 over 2.
        var (u0, u1, u2) = (0.5 * (1 / 2.0 + 1 / 3.0), 0.5 * (1 / 2.0 + 1 / 3.0), 0.5 / 3);
        Assert.Equal(u1 / 3 + u2 / 2, scores[2], 6);
        Assert.Equal(u0 / 2 + u1 / 3, scores[0], 6);
        Assert.Equal(0, scores[3]);
    }

    [Fact]
    public void SequenceNeighbours_WorkedByHand_CountsWhatWasCloseInTime()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Interaction At(int user, int item, double seconds) => new(user, item, InteractionKind.Click, 1, start.AddSeconds(seconds), "");
        var train = Make(3, 3).With([At(0, 0, 0), At(0, 1, 10), At(1, 0, 0), At(1, 2, 20), At(2, 0, 5)]);
        var scores = Scores(new SequenceNeighbours(new SequenceNeighboursOptions { TogetherSeconds = 10 }).Fit(train), 2, 3);
        Assert.Equal(Math.Exp(-1) / Math.Sqrt(3), scores[1], 6);
        Assert.Equal(Math.Exp(-2) / Math.Sqrt(3), scores[2], 6);
        var forward = Scores(new SequenceNeighbours(new SequenceNeighboursOptions { TogetherSeconds = 10, Forward = true }).Fit(train), 1, 3);
        Assert.Equal(0, forward[0]);                                           // nothing came after item 2, and item 0 only led to it
        Assert.Contains("without a time", Assert.Throws<ArgumentException>(() => new SequenceNeighbours().Fit(Toy())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PeriodPopularity_WorkedByHand_WeighsPeopleByTheirDistanceInTime()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var train = Make(3, 3).With([
            new Interaction(0, 0, InteractionKind.Click, 1, start, ""),
            new Interaction(1, 1, InteractionKind.Click, 1, start.AddDays(2), ""),
            new Interaction(2, 2, InteractionKind.Click, 1, start.AddDays(6), "")]);
        var scores = Scores(new PeriodPopularity(2).Fit(train), 0, 3);
        Assert.Equal(Math.Exp(-1), scores[1], 5);
        Assert.Equal(Math.Exp(-3), scores[2], 5);
    }

    [Fact]
    public void Bpr_BlocksOfTaste_PutsTheOwnBlockFirst()
    {
        // Even users take from items 0 to 9, odd users from 10 to 19, three of ten left out.
        var rng = new Rng(8);
        var pairs = Enumerable.Range(0, 60).SelectMany(u => rng.Sample(10, 7).Select(i => (u, u % 2 * 10 + i))).ToArray();
        var scorer = new Bpr(new BprOptions { Factors = 8, Epochs = 30 }).Fit(Make(60, 20, pairs));
        for (var u = 0; u < 60; u++)
        {
            var scores = Scores(scorer, u, 20);
            Assert.True(scores[(u % 2 * 10)..(u % 2 * 10 + 10)].Average() > scores[((1 - u % 2) * 10)..((1 - u % 2) * 10 + 10)].Average(), $"user {u}");
        }
    }

    [Fact]
    public void Hybrid_OnePart_RanksAsThePartItself()
    {
        var split = EvaluatorTests.RandomSplit(12, 60, 40);
        var alone = Evaluator.Evaluate(new ItemNeighbours().Fit(split.Train), split);
        foreach (var scale in Enum.GetValues<HybridScale>())
        {
            var hybrid = Evaluator.Evaluate(new Hybrid("h", [(new ItemNeighbours(), 2)], scale).Fit(split.Train), split);
            for (var p = 0; p < alone.Users.Count; p++) Assert.Equal(alone.List(p).ToArray(), hybrid.List(p).ToArray());
        }
    }

    [Fact]
    public void Hybrid_RankFusion_WorkedByHand()
    {
        // Popularity ranks 1, 0, 2, 3 (ties by index); item neighbours of user 0 rank 1 (had), 0 (had), 2, 3.
        var fused = Scores(new Hybrid("h", [(new Popularity(), 1)], HybridScale.ReciprocalRank).Fit(Toy()), 0, 4);
        Assert.Equal(1f / 61, fused[1]);
        Assert.Equal(1f / 62, fused[0]);
        Assert.Equal(1f / 63, fused[2]);
        Assert.Equal(1f / 64, fused[3]);
    }

    [Fact]
    public void Switching_ByHistory_ServesEachSide()
    {
        var scorer = new Switching(new Popularity(), new ItemNeighbours(), 3).Fit(Toy());
        Assert.Equal(Scores(new Popularity().Fit(Toy()), 0, 4), Scores(scorer, 0, 4));     // two items
        Assert.Equal(Scores(new ItemNeighbours().Fit(Toy()), 1, 4), Scores(scorer, 1, 4)); // three items
    }

    [Fact]
    public void LightUserPrior_NoHistory_IsThePriorAlone()
    {
        var scores = Scores(new LightUserPrior(new ItemNeighbours(), new Popularity(), 2).Fit(Toy()), 3, 4);
        var order = Enumerable.Range(0, 4).OrderByDescending(i => scores[i]).ToArray();
        Assert.Equal([1, 0, 2, 3], order);
    }

    [Fact]
    public void Tuned_OneGoodAmongBad_ChoosesItAndNeverSeesTheTest()
    {
        var split = Blocks(out _);
        var good = new ItemNeighbours();
        var chosen = new Tuned("tuned", [("popularity", new Popularity()), ("neighbours", good)]).Choose(split.Train);
        Assert.Equal("neighbours", chosen.Choice);
        Assert.Equal(2, chosen.Candidates.Count);
        var again = new Tuned("tuned", [("popularity", new Popularity()), ("neighbours", good)]).Choose(split.Train);
        Assert.Equal(chosen.ValidationNdcg, again.ValidationNdcg);
        var blended = new Tuned("tuned", [("popularity", new Popularity()), ("neighbours", good)], blend: true).Choose(split.Train);
        Assert.True(blended.ValidationNdcg >= chosen.ValidationNdcg);
    }

    [Fact]
    public void SegmentStrategies_SegmentsThatDiffer_AreServedDifferently()
    {
        // Segment 0 follows its taste, segment 1 takes what is popular.
        var split = Blocks(out var labels);
        var scorer = new SegmentStrategies([("popularity", new Popularity()), ("neighbours", new ItemNeighbours())], labels, shrinkage: 1).Choose(split.Train);
        Assert.Equal("neighbours", scorer.Choices[0]);
        Assert.Equal(2, scorer.Choices.Count);
        var all = new SegmentStrategies([("popularity", new Popularity()), ("neighbours", new ItemNeighbours())], labels, shrinkage: 1e9).Choose(split.Train);
        Assert.All(all.Choices, choice => Assert.Equal(all.Common, choice));
    }

    // Users of label 0 keep to one of two halves of 20 items; users of label 1 take from items 20 to 39 with falling popularity.
    private static Split Blocks(out int[] labels)
    {
        var rng = new Rng(31);
        labels = [.. Enumerable.Range(0, 120).Select(u => u < 80 ? 0 : 1)];
        var pairs = new List<(int, int)>();
        for (var u = 0; u < 120; u++)
        {
            if (u < 80) pairs.AddRange(rng.Sample(10, 6).Select(i => (u, u % 2 * 10 + i)));
            else pairs.AddRange(Enumerable.Range(0, 20).Where(i => rng.NextDouble() < 1.5 / (1 + i)).Select(i => (u, 20 + i)));
        }
        return Splits.RandomPerUser(Make(120, 40, [.. pairs]), 0.3, 5);
    }
}
