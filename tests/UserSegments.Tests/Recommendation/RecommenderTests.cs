using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;
using UserSegments.Tests.Evaluation;

namespace UserSegments.Tests.Recommendation;

public sealed class RecommenderTests
{
    // User 0 had 0 1, user 1 had 0 1 2, user 2 had 1 2, user 3 had nothing; item 3 nobody.
    internal static Dataset Toy() => Make(4, 4, (0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2));

    internal static Dataset Make(int users, int items, params (int User, int Item)[] pairs) => new(
        "toy",
        [.. Enumerable.Range(0, users).Select(u => new User($"u{u}"))],
        [.. Enumerable.Range(0, items).Select(i => new Item($"i{i}", $"item {i}"))],
        pairs.Select(x => new Interaction(x.User, x.Item, InteractionKind.Purchase, 1, null, "")));

    internal static float[] Scores(IScorer scorer, int user, int items)
    {
        var scores = new float[items];
        Array.Fill(scores, float.NaN);
        scorer.Score(user, scores);
        return scores;
    }

    public static TheoryData<string> All => [.. Recommenders.Keys];

    internal static readonly Dictionary<string, Func<int, int, IRecommender>> Recommenders = new()
    {
        ["popularity"] = (_, _) => new Popularity(),
        ["item neighbours"] = (_, _) => new ItemNeighbours(new NeighbourOptions { Neighbours = 7 }),
        ["content"] = (_, items) => new ContentRecommender(Vectors(items)),
        ["item neighbours, BM25"] = (_, _) => new ItemNeighbours(new NeighbourOptions { Neighbours = 7, Similarity = Similarity.Bm25 }),
        ["content by fields"] = (_, items) => new FieldedContent(_ => [("a", Vectors(items)), ("b", Vectors(items))]),
        ["fair exposure"] = (_, items) => new FairExposure(new ItemNeighbours(), [.. Enumerable.Range(0, items).Select(i => i % 3 == 0)], 0.5),
        ["user neighbours"] = (_, _) => new UserNeighbours(new NeighbourOptions { Neighbours = 9, Power = 2 }),
        ["EASE"] = (_, _) => new Ease(new EaseOptions { Lambda = 5 }),
        ["implicit ALS"] = (_, _) => new ImplicitAls(new ImplicitAlsOptions { Factors = 5, Rounds = 4, Steps = 5 }),
        ["BPR"] = (_, _) => new Bpr(new BprOptions { Factors = 4, Epochs = 3 }),
        ["random walk"] = (_, _) => new RandomWalk(),
        ["hybrid"] = (_, _) => new Hybrid("hybrid", [(new Popularity(), 0.3), (new ItemNeighbours(), 1)]),
        ["rank fusion"] = (_, _) => new Hybrid("fusion", [(new Popularity(), 0.3), (new ItemNeighbours(), 1)], HybridScale.ReciprocalRank),
        ["switching"] = (_, _) => new Switching(new Popularity(), new ItemNeighbours(), 3),
        ["prior"] = (_, _) => new LightUserPrior(new ItemNeighbours(), new Popularity(), 4),
        ["tuned"] = (_, _) => new Tuned("tuned", [("a", new Popularity()), ("b", new ItemNeighbours())], blend: true),
        ["strategies"] = (users, _) => new SegmentStrategies([("a", new Popularity()), ("b", new ItemNeighbours())], [.. Enumerable.Range(0, users).Select(u => u % 4 - 1)], 5),
        ["per segment"] = (users, _) => new PerSegment(new Popularity(), [.. Enumerable.Range(0, users).Select(u => u % 4 - 1)]),
    };

    private static Matrix Vectors(int items)
    {
        var rng = new Rng(5);
        return new Matrix(items, 6, [.. Enumerable.Range(0, items * 6).Select(_ => (float)rng.NextGaussian())]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_AnyThreadCount_GivesTheSameBits(string name)
    {
        var train = EvaluatorTests.RandomSplit(9, 90, 35).Train;
        var recipe = Recommenders[name](90, 35);
        var runs = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            var scorer = recipe.Fit(train);
            return Enumerable.Range(0, 90).SelectMany(user => Scores(scorer, user, 35)).ToArray();
        }).ToArray();
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        Assert.DoesNotContain(runs[0], float.IsNaN);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_NobodyDidAnything_StillScores(string name)
    {
        var scorer = Recommenders[name](3, 5).Fit(Make(3, 5));
        Assert.DoesNotContain(Scores(scorer, 2, 5), float.IsNaN);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void For_TheSameHistories_ScoresAsBefore(string name)
    {
        var train = EvaluatorTests.RandomSplit(10, 40, 30).Train;
        if (Recommenders[name](40, 30).Fit(train) is not IFoldIn model) return;
        var again = model.For(train);
        for (var user = 0; user < 40; user++)
        {
            var (before, after) = (Scores(model, user, 30), Scores(again, user, 30));
            for (var i = 0; i < 30; i++) Assert.Equal(before[i], after[i], 1e-3);
        }
    }

    [Fact]
    public void Popularity_WorkedByHand_CountsUsersOnce()
    {
        var train = Make(2, 2, (0, 0), (0, 0), (0, 0), (0, 1), (1, 1));
        Assert.Equal([1f, 2f], Scores(new Popularity().Fit(train), 1, 2));
    }

    [Fact]
    public void Popularity_HalfLife_FadesByTheLastTime()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var train = Make(2, 2).With([
            new Interaction(0, 0, InteractionKind.Purchase, 1, start, ""),
            new Interaction(0, 1, InteractionKind.Purchase, 1, start.AddDays(20), ""),
            new Interaction(1, 0, InteractionKind.Purchase, 1, start.AddDays(10), "")]);
        Assert.Equal([0.75f, 1f], Scores(new Popularity(new PopularityOptions { HalfLifeDays = 10 }).Fit(train), 0, 2));
        Assert.Contains("without a time", Assert.Throws<ArgumentException>(() => new Popularity(new PopularityOptions { HalfLifeDays = 1 }).Fit(Toy())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItemNeighbours_WorkedByHand_AddsCosines()
    {
        // Users of the items: 0 {0, 1}, 1 {0, 1, 2}, 2 {1, 2}. User 0 had 0 and 1, so item 2 gets cos(0, 2) + cos(1, 2).
        var scores = Scores(new ItemNeighbours().Fit(Toy()), 0, 4);
        Assert.Equal(1 / Math.Sqrt(4) + 2 / Math.Sqrt(6), scores[2], 6);
        Assert.Equal(0, scores[3]);
        var shrunk = Scores(new ItemNeighbours(new NeighbourOptions { Shrinkage = 2, Similarity = Similarity.Jaccard }).Fit(Toy()), 0, 4);
        Assert.Equal(1 / 3.0 * (1 / 3.0) + 2 / 3.0 * (2 / 4.0), shrunk[2], 6);
        Assert.Equal([0f, 0, 0, 0], Scores(new ItemNeighbours().Fit(Toy()), 3, 4));
    }

    [Fact]
    public void ItemNeighbours_Bm25WorkedByHand_CountsRareUsersMore()
    {
        // Items as documents of their users: lengths 2, 3, 2, 0, mean 7 / 4. User 0 had 2 items, user 1 had 3, user 2 had 2, of 4.
        var scores = Scores(new ItemNeighbours(new NeighbourOptions { Similarity = Similarity.Bm25 }).Fit(Toy()), 0, 4);
        static double Idf(int n) => Math.Log(1 + ((4 - n + 0.5) / (n + 0.5)));
        static double Damped(int length) => 2.2 / (1 + (1.2 * (0.25 + (0.75 * length / 1.75))));
        var withZero = Idf(3) * Idf(3) * Damped(2) * Damped(2);
        var withOne = ((Idf(3) * Idf(3)) + (Idf(2) * Idf(2))) * Damped(3) * Damped(2);
        Assert.Equal(withZero + withOne, scores[2], 5);
    }

    [Fact]
    public void FieldedContent_OneFieldTellsAndOneDoesNot_LearnsWhich()
    {
        // Twenty items of each of four kinds; everybody takes one kind. The first field tells the kind, the second is noise.
        var rng = new Rng(3);
        var kinds = new Matrix(80, 4);
        for (var i = 0; i < 80; i++) kinds[i, i % 4] = 1;
        var noise = new Matrix(80, 6, [.. Enumerable.Range(0, 480).Select(_ => (float)rng.NextGaussian())]);
        var train = Make(100, 80, [.. Enumerable.Range(0, 100).SelectMany(u => Enumerable.Range(0, 6).Select(_ => (u, (rng.NextInt(20) * 4) + (u % 4))))]);
        var model = new FieldedContent(_ => [("kind", kinds), ("noise", noise)]).FitFields(train);
        Assert.Equal(["kind", "noise"], model.Weights.Select(weight => weight.Field));
        Assert.True(model.Weights[0].Weight > 10 * model.Weights[1].Weight, string.Join(", ", model.Weights));
        var scores = Scores(model, 1, 80);
        Assert.True(Enumerable.Range(0, 80).Where(i => i % 4 == 1).Min(i => scores[i]) > Enumerable.Range(0, 80).Where(i => i % 4 != 1).Max(i => scores[i]));
        Assert.Contains("no field of its items says anything", Assert.Throws<ArgumentException>(() => new FieldedContent(_ => []).Fit(train)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItemNeighbours_RandomData_EqualsTheSlowWay()
    {
        var train = EvaluatorTests.RandomSplit(21, 50, 30).Train;
        var x = InteractionMatrix.Binary(train).ToDense();
        var scorer = new ItemNeighbours(new NeighbourOptions { Neighbours = 5, Power = 2, Shrinkage = 1 }).Fit(train);
        var similarity = new double[30, 30];
        for (var i = 0; i < 30; i++)
        {
            var all = Enumerable.Range(0, 30).Where(j => j != i).Select(j =>
            {
                var (c, a, b) = (0, 0, 0);
                for (var u = 0; u < 50; u++)
                {
                    c += x[u, i] > 0 && x[u, j] > 0 ? 1 : 0;
                    a += x[u, i] > 0 ? 1 : 0;
                    b += x[u, j] > 0 ? 1 : 0;
                }
                return (j, value: c == 0 ? 0 : Math.Pow(c / Math.Sqrt((double)a * b) * c / (c + 1.0), 2));
            });
            foreach (var (j, value) in all.OrderByDescending(n => (float)n.value).ThenBy(n => n.j).Take(5)) similarity[i, j] = value;
        }
        for (var u = 0; u < 50; u++)
        {
            var scores = Scores(scorer, u, 30);
            for (var i = 0; i < 30; i++) Assert.Equal(Enumerable.Range(0, 30).Sum(j => x[u, j] * similarity[j, i]), scores[i], 1e-5);
        }
    }

    [Fact]
    public void Content_WorkedByHand_IsTheCosine()
    {
        var items = Matrix.FromRows([[1f, 0], [0, 2], [3, 3], [0, 0]]);
        var users = Matrix.FromRows([[5f, 0], [1, 1], [0, 0], [0, 0]]);
        var scorer = new ContentRecommender(_ => users, items).Fit(Toy());
        var half = MathF.Sqrt(0.5f);
        Assert.Equal([1, 0, half, 0], Scores(scorer, 0, 4), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([0f, 0, 0, 0], Scores(scorer, 2, 4));
        var fromHistory = Scores(new ContentRecommender(items).Fit(Toy()), 0, 4);      // had items 0 and 1: direction (1, 1)
        Assert.Equal(1, fromHistory[2], 6);
    }

    [Fact]
    public void Content_BlockOfUsers_ScoresAsOneAtATime()
    {
        var train = EvaluatorTests.RandomSplit(10, 40, 30).Train;
        var scorer = (IBlockScorer)new ContentRecommender(Vectors(30)).Fit(train);
        var block = new Matrix(3, 30);
        scorer.ScoreBlock([7, 0, 39], block);
        for (var i = 0; i < 30; i++) Assert.Equal(Scores(scorer, 39, 30)[i], block[2, i], 5);
    }

    [Fact]
    public void Content_VectorsOfAnotherWidth_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ContentRecommender(_ => new Matrix(4, 3), new Matrix(4, 2)).Fit(Toy()));
        Assert.Contains("The user vectors have 3 columns, expected 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ContentRecommender(Matrix.FromRows([[float.NaN]])));
    }

    [Fact]
    public void PerSegment_WorkedByHand_BlendsByTheSizeOfTheSegment()
    {
        var recipe = new PerSegment(new Popularity(), [0, 0, 1, -1], new PerSegmentOptions { Shrinkage = 2 });
        var scores = Scores(recipe.Fit(Toy()), 0, 4);                          // 2 users of segment 0: weight 1/2
        double[] local = Standard([2, 2, 1, 0]), global = Standard([2, 3, 2, 0]);
        for (var i = 0; i < 4; i++) Assert.Equal((local[i] + global[i]) / 2, scores[i], 5);
        Assert.Equal([2f, 3, 2, 0], Scores(recipe.Fit(Toy()), 3, 4));          // no segment: the global model itself
    }

    [Fact]
    public void PerSegment_NoTrustInSegments_RanksAsTheGlobalModel()
    {
        var split = EvaluatorTests.RandomSplit(11, 60, 40);
        var labels = Enumerable.Range(0, 60).Select(u => u % 3).ToArray();
        var global = Evaluator.Evaluate(new ItemNeighbours().Fit(split.Train), split);
        var segments = Evaluator.Evaluate(new PerSegment(new ItemNeighbours(), labels, new PerSegmentOptions { LargestWeight = 0 }).Fit(split.Train), split);
        Assert.Equal(global.Values("NDCG@10"), segments.Values("NDCG@10"));
    }

    [Fact]
    public void PerSegment_LabelsMissing_AreCounted() =>
        Assert.Contains("labels has 2 entries, expected 4", Assert.Throws<ArgumentException>(() => new PerSegment(new Popularity(), [0, 1]).Fit(Toy())).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => new ItemNeighbours().Fit(Toy(), new CancellationToken(true)));

    private static double[] Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return [.. values.Select(v => (v - mean) / deviation)];
    }
}
