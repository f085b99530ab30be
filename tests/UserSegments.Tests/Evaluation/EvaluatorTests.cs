using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly string[] Tags = ["a", "b", "c", "d"];

    private sealed class Fixed(Matrix scores) : IScorer
    {
        public string Name => "fixed";

        public void Score(int user, Span<float> row) => scores.Row(user).CopyTo(row);
    }

    [Fact]
    public void Evaluate_SklearnFixture_Agrees()
    {
        var users = RankingFixture.Read().GetProperty("users").EnumerateArray().ToArray();
        var scores = Matrix.FromRows([.. users.Select(user => Array.ConvertAll(user.Doubles("scores"), x => (float)x))]);
        foreach (var gain in Enum.GetValues<Gain>())
        {
            var values = users.SelectMany((user, u) => user.Doubles("values").Select((value, i) => (u, i, value)).Where(x => x.value > 0));
            var gains = SparseMatrix.FromEntries(scores.Rows, scores.Columns, values.Select(x => (x.u, x.i, gain switch
            {
                Gain.Binary => 1f,
                Gain.Linear => (float)x.value,
                _ => MathF.Pow(2, (float)x.value) - 1,
            })));
            var nobody = SparseMatrix.FromRows(scores.Columns, new Dictionary<int, float>?[scores.Rows]);
            var result = Evaluator.Evaluate(new Fixed(scores), new EvaluationSet(nobody, gains, new EvaluationOptions { K = [5, 10, 20, 40] }));
            for (var u = 0; u < users.Length; u++)
            {
                Assert.Equal(users[u].GetProperty("auc").GetDouble(), result.Values("AUC")[u], 10);
                if (users[u].GetProperty("ties").GetBoolean()) continue;
                foreach (var k in new[] { 5, 10, 20 })
                    Assert.Equal(users[u].GetProperty($"ndcg_{gain.ToString().ToLowerInvariant()}@{k}").GetDouble(), result.Values($"NDCG@{k}")[u], 10);
                Assert.Equal(users[u].GetProperty("ap").GetDouble(), result.Values("MAP@40")[u], 10);
            }
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Evaluate_RandomScoresWithTies_EqualsTheSlowWay(ulong seed)
    {
        var split = RandomSplit(seed, users: 60, items: 53);
        var scores = RandomScores(seed, 60, 53);
        var options = new EvaluationOptions { K = [1, 3, 10, 60], Gain = Gain.Exponential };
        var result = Evaluator.Evaluate(new Fixed(scores), split, options);
        for (var p = 0; p < result.Users.Count; p++)
        {
            var user = result.Users[p];
            var seen = split.Train.Interactions.Where(x => x.User == user).Select(x => x.Item).ToHashSet();
            var relevant = Relevance.Graded(
                split.Test.Interactions.Where(x => x.User == user && !seen.Contains(x.Item)).GroupBy(x => x.Item).Select(g => (g.Key, g.Max(x => x.Value))),
                Gain.Exponential);
            var candidates = Enumerable.Range(0, 53).Where(i => !seen.Contains(i)).ToArray();
            var ranked = candidates.Where(i => scores[user, i] > float.NegativeInfinity).OrderByDescending(i => scores[user, i]).ThenBy(i => i).ToArray();
            foreach (var k in options.K)
            {
                Assert.Equal(ranked.Take(k), result.List(p).ToArray().Take(k));
                Assert.Equal(RankingMetrics.Ndcg(ranked, relevant, k)!.Value, result.Values($"NDCG@{k}")[p], 9);
                Assert.Equal(RankingMetrics.HitRate(ranked, relevant, k)!.Value, result.Values($"HR@{k}")[p], 12);
                Assert.Equal(RankingMetrics.Precision(ranked, relevant, k)!.Value, result.Values($"precision@{k}")[p], 12);
                Assert.Equal(RankingMetrics.Recall(ranked, relevant, k)!.Value, result.Values($"recall@{k}")[p], 12);
                Assert.Equal(RankingMetrics.AveragePrecision(ranked, relevant, k)!.Value, result.Values($"MAP@{k}")[p], 12);
                Assert.Equal(RankingMetrics.ReciprocalRank(ranked, relevant, k)!.Value, result.Values($"MRR@{k}")[p], 12);
            }
            Assert.Equal(RankingMetrics.ReciprocalRank(ranked, relevant)!.Value, result.Values("MRR")[p], 12);
            Assert.Equal(RankingMetrics.RPrecision(ranked, relevant)!.Value, result.Values("R-precision")[p], 12);
            float[] competing = [.. Enumerable.Range(0, 53).Select(i => seen.Contains(i) ? float.NaN : scores[user, i])];
            Assert.Equal(RankingMetrics.Auc(competing, relevant)!.Value, result.Values("AUC")[p], 12);
        }
    }

    [Fact]
    public void Evaluate_BeyondAccuracy_EqualsTheSlowWay()
    {
        var split = RandomSplit(5, users: 40, items: 30);
        var set = EvaluationSet.Of(split, new EvaluationOptions { K = [4] });
        var result = Evaluator.Evaluate(new Fixed(RandomScores(5, 40, 30)), set);
        var shown = new int[30];
        for (var p = 0; p < result.Users.Count; p++)
        {
            var list = result.List(p).ToArray();
            foreach (var item in list) shown[item]++;
            Assert.Equal(list.Average(i => -Math.Log2(Math.Max(1, set.Popularity[i]) / 40.0)), result.Values("novelty@4")[p], 9);
            var pairs = from i in list from j in list where i < j select 1 - Cosine(i, j);
            Assert.Equal(pairs.Average(), result.Values("diversity@4")[p], 5);
            var history = set.Seen.RowIndices(result.Users[p]).ToArray();
            var relevant = set.Gains.RowIndices(result.Users[p]).ToArray();
            var lucky = list.Where(relevant.Contains).Sum(i => 1 - (history.Length == 0 ? 0 : history.Average(j => Cosine(i, j)))) / 4;
            Assert.Equal(lucky, result.Values("serendipity@4")[p], 5);
        }
        Assert.Equal(shown.Count(x => x > 0) / 30.0, result["coverage@4"]);
        var gaps = (from a in shown from b in shown select Math.Abs(a - b)).Sum();
        Assert.Equal(gaps / (2.0 * 30 * shown.Sum()), result["Gini@4"], 12);

        double Cosine(int i, int j)
        {
            var (a, b) = (split.Train.Items[i].Tags, split.Train.Items[j].Tags);
            return a.Count == 0 || b.Count == 0 ? 0 : a.Intersect(b).Count() / Math.Sqrt(a.Count * b.Count);
        }
    }

    [Fact]
    public void Calibration_WorkedByHand_MatchesThePaper()
    {
        var (p, q) = (new[] { 0.7, 0.3 }, new[] { 1.0, 0.0 });
        var expected = 0.7 * Math.Log(0.7 / (0.99 + 0.01 * 0.7)) + 0.3 * Math.Log(0.3 / (0.01 * 0.3));
        Assert.Equal(expected, Calibration.Divergence(p, q), 12);
        Assert.Equal(0, Calibration.Divergence(p, p), 12);
        Assert.True(double.IsNaN(Calibration.Divergence([0, 0], q)));
    }

    [Fact]
    public void Evaluate_SeenItems_AreNeitherListedNorRelevant()
    {
        var split = Toy((0, 0), (0, 1));
        var result = Evaluator.Evaluate(new Fixed(Matrix.FromRows([[9f, 8, 7], [0, 0, 0]])), split);
        Assert.Equal([1, 2], result.List(0).ToArray());
        Assert.Equal(1, result["NDCG@5"]);
        Assert.Equal(1, result.UsersWithoutRelevant);
        var all = Evaluator.Evaluate(new Fixed(Matrix.FromRows([[9f, 8, 7], [0, 0, 0]])), split, new EvaluationOptions { ExcludeSeen = false });
        Assert.Equal([0, 1, 2], all.List(0).ToArray());
    }

    [Fact]
    public void EvaluationSet_ItemBoughtAgain_IsLeftOutAndCounted()
    {
        var set = EvaluationSet.Of(Toy((0, 0), (0, 0), (0, 2)));
        Assert.Equal(1, set.RelevantButSeen);
        Assert.Equal([2], set.Gains.RowIndices(0).ToArray());
    }

    [Fact]
    public void Evaluate_EqualScores_AreRankedByItemIndex()
    {
        var result = Evaluator.Evaluate(new Fixed(new Matrix(2, 3)), Toy((1, 1), (0, 2)));
        Assert.Equal([0, 1, 2], result.List(0).ToArray());
        Assert.Equal(1 / 3.0, result["MRR"]);
    }

    [Fact]
    public void Evaluate_NaN_NamesScorerUserAndItem()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Evaluator.Evaluate(new Fixed(Matrix.FromRows([[1f, float.NaN, 0], [0, 0, 0]])), Toy((1, 1), (0, 2))));
        Assert.Equal("fixed gives NaN to item 1 for user 0, expected a number or minus infinity.", error.Message);
    }

    [Fact]
    public void Evaluate_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() =>
            Evaluator.Evaluate(new Fixed(RandomScores(1, 200, 20)), EvaluationSet.Of(RandomSplit(1, 200, 20)), new CancellationToken(true)));

    [Fact]
    public void Evaluate_AnyThreadCount_GivesTheSameBits()
    {
        var set = EvaluationSet.Of(RandomSplit(7, 500, 40));
        var scores = new Fixed(RandomScores(7, 500, 40));
        var results = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return Evaluator.Evaluate(scores, set);
        }).ToArray();
        foreach (var metric in results[0].UserMetricNames)
        {
            Assert.Equal(results[0].Values(metric), results[1].Values(metric));
            Assert.Equal(results[0].Values(metric), results[2].Values(metric));
        }
        Assert.Equal(results[0]["Gini@10"], results[2]["Gini@10"]);
    }

    [Fact]
    public void Result_UnknownMetric_ListsThoseThereAre()
    {
        var result = Evaluator.Evaluate(new Fixed(new Matrix(2, 3)), Toy((1, 1), (0, 2)));
        Assert.Contains("fixed has no metric \"NDGC\", expected one of NDCG@5", Assert.Throws<ArgumentException>(() => result["NDGC"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Select_AnyLength_EqualsSorting(int length)
    {
        var rng = new Rng((ulong)length);
        float[] scores = [.. Enumerable.Range(0, length).Select(_ => rng.NextInt(10) == 0 ? float.NegativeInfinity : rng.NextInt(40))];
        foreach (var k in new[] { 0, 1, 7, 300, 2000 })
        {
            var top = new int[k];
            var count = TopItems.Select(scores, top);
            var expected = Enumerable.Range(0, length).Where(i => scores[i] > float.NegativeInfinity).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(k);
            Assert.Equal(expected, top[..count]);
        }
    }

    internal static Split RandomSplit(ulong seed, int users, int items)
    {
        var rng = new Rng(seed);
        User[] people = [.. Enumerable.Range(0, users).Select(u => new User($"u{u}"))];
        Item[] things = [.. Enumerable.Range(0, items).Select(i => new Item($"i{i}", $"item {i}") { Tags = [.. Tags.Where(_ => rng.NextInt(2) == 0)] })];
        Dataset Part(int count) => new("random", people, things, Enumerable.Range(0, count).Select(_ =>
            new Interaction(rng.NextInt(users), rng.NextInt(items), InteractionKind.Rating, 1 + rng.NextInt(5), null, "")));
        return new Split(Part(users * 4), Part(users * 2), "random");
    }

    private static Matrix RandomScores(ulong seed, int users, int items)
    {
        var rng = new Rng(seed + 1000);
        var scores = new Matrix(users, items);
        for (var i = 0; i < scores.Values.Length; i++) scores.Values[i] = rng.NextInt(12) == 0 ? float.NegativeInfinity : rng.NextInt(15);
        return scores;
    }

    // One interaction for training, the others for testing; two users, three items.
    private static Split Toy(params (int User, int Item)[] pairs)
    {
        Dataset Part(IEnumerable<(int User, int Item)> part) => new("toy", [new User("a"), new User("b")], [new Item("0", "0"), new Item("1", "1"), new Item("2", "2")],
            part.Select(x => new Interaction(x.User, x.Item, InteractionKind.Purchase, 1, null, "")));
        return new Split(Part(pairs.Take(1)), Part(pairs.Skip(1)), "toy");
    }
}
