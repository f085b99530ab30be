using UserSegments.Evaluation;

namespace UserSegments.Tests.Evaluation;

/// <summary>Numbers that other libraries publish in their own tests: the inputs and results named there, nothing of their code.</summary>
public sealed class PublishedValuesTests
{
    // github.com/recommenders-team/recommenders, tests/unit/recommenders/evaluation/test_python_evaluation.py: three users, lists by prediction.
    private static readonly (int[] True, int[] Ranked)[] Recommenders =
    [
        ([3, 1, 2], [3, 10, 12]),
        ([1, 4, 5, 6, 7], [10, 3, 5, 11, 13]),
        ([2, 5, 6, 8, 9, 10, 11, 12, 13, 14], [4, 10, 7, 13, 1, 3, 5, 2, 11, 14]),
    ];

    [Fact]
    public void Recommenders_ThreeUsers_GivePublishedMeans()
    {
        Assert.Equal(0.38172, Mean((r, t) => RankingMetrics.Ndcg(r, t, 10)), 1e-4 * 0.38172);
        Assert.Equal(0.23613, Mean((r, t) => RankingMetrics.AveragePrecision(r, t, 10)), 1e-4 * 0.23613);
        Assert.Equal(0.26666, Mean((r, t) => RankingMetrics.Precision(r, t, 10)), 1e-4 * 0.26666);
        Assert.Equal(0.37777, Mean((r, t) => RankingMetrics.Recall(r, t, 10)), 1e-4 * 0.37777);
        Assert.Equal(0.37777, Mean((r, t) => RankingMetrics.RPrecision(r, t)), 1e-4 * 0.37777);

        static double Mean(Func<int[], Relevance, double?> metric) => Recommenders.Average(user => metric(user.Ranked, Relevance.Of(user.True))!.Value);
    }

    [Fact]
    public void Recommenders_RawGainExample_GivesPublishedNdcg()
    {
        int[] values = [3, 2, 3, 0, 1, 2, 3, 2];
        var relevance = Relevance.Graded(values.Select((value, item) => (item, (float)value)));
        Assert.Equal(0.785, RankingMetrics.Ndcg([0, 1, 2, 3, 4, 5], relevance, 6)!.Value, 1e-4);
    }

    // github.com/RUCAIBox/RecBole, tests/metrics/test_topk_metrics.py: hits by rank and the number of relevant items of four users.
    [Theory]
    [InlineData(new[] { 0, 0, 0 }, 1, new[] { 0.0, 0, 0 }, new[] { 0.0, 0, 0 }, new[] { 0.0, 0, 0 }, 0)]
    [InlineData(new[] { 1, 1, 1 }, 3, new[] { 1.0, 1, 1 }, new[] { 1.0, 1, 1 }, new[] { 1 / 3.0, 2 / 3.0, 1 }, 1)]
    [InlineData(new[] { 1, 0, 1 }, 4, new[] { 1, 0.6131471927654584, 0.7039180890341347 }, new[] { 1, 0.5, 5 / 9.0 }, new[] { 0.25, 0.25, 0.5 }, 1)]
    [InlineData(new[] { 0, 0, 1 }, 2, new[] { 0, 0, 0.3065735963827292 }, new[] { 0, 0, 1 / 6.0 }, new[] { 0, 0, 0.5 }, 1 / 3.0)]
    public void RecBole_FourUsers_GivePublishedValues(int[] hits, int relevant, double[] ndcg, double[] map, double[] recall, double mrr)
    {
        var listed = Enumerable.Range(0, 3).Where(i => hits[i] == 1);
        var relevance = Relevance.Of(listed.Concat(Enumerable.Range(100, relevant - hits.Sum())));
        for (var k = 1; k <= 3; k++)
        {
            Assert.Equal(ndcg[k - 1], RankingMetrics.Ndcg([0, 1, 2], relevance, k)!.Value, 12);
            Assert.Equal(map[k - 1], RankingMetrics.AveragePrecision([0, 1, 2], relevance, k)!.Value, 12);
            Assert.Equal(recall[k - 1], RankingMetrics.Recall([0, 1, 2], relevance, k)!.Value, 12);
        }
        Assert.Equal(mrr, RankingMetrics.ReciprocalRank([0, 1, 2], relevance, 3)!.Value, 12);
    }

    [Fact]
    public void RecBole_FiveLists_GivePublishedGini()
    {
        // Items 0 to 7 shown 0, 0 … times: the file's own sum of weights over the sorted counts 0 1 1 2 2 2 3 4.
        var expected = (-7.0 * 0 - 5 * 1 - 3 * 1 - 1 * 2 + 1 * 2 + 3 * 2 + 5 * 3 + 7 * 4) / (8 * 15);
        int[] shown = [5, 7, 3, 4, 5, 2, 2, 3, 5, 1, 4, 6, 5, 3, 7];
        Assert.Equal(expected, Exposure.Gini([.. Enumerable.Range(0, 8).Select(item => shown.Count(x => x == item))]), 12);
    }

    // github.com/AmenRa/ranx, tests/unit/ranx/metrics_test.py.
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 10, 5, 2, 4, 3 })]
    [InlineData(new[] { 1, 3, 6, 7, 8 })]
    public void Ranx_GradedLists_GivePublishedNdcg(int[] ranked)
    {
        (int Item, float Value)[] values = [(2, 5), (4, 4), (5, 3), (10, 2)];
        foreach (var gain in new[] { Gain.Linear, Gain.Exponential })
        {
            double Of(double value) => gain == Gain.Linear ? value : Math.Pow(2, value) - 1;
            var ideal = Of(5) + Of(4) / Math.Log2(3) + Of(3) / 2 + Of(2) / Math.Log2(5);
            var dcg = ranked[0] switch
            {
                10 => Of(2) + Of(3) / Math.Log2(3) + Of(5) / 2 + Of(4) / Math.Log2(5),
                1 when ranked[1] == 2 => Of(5) / Math.Log2(3) + Of(4) / Math.Log2(5) + Of(3) / Math.Log2(6),
                _ => 0,
            };
            Assert.Equal(dcg / ideal, RankingMetrics.Ndcg(ranked, Relevance.Graded(values, gain), 10)!.Value, 6);
        }
    }

    [Fact]
    public void Ranx_BinaryLists_GivePublishedMeans()
    {
        int[] ranked = [2, 4, 3, 1, 5, 6, 7];
        Assert.Equal((2 / 3.0 + 1 / 2.0) / 2, (RankingMetrics.RPrecision(ranked, Relevance.Of(1, 2, 3))!.Value + RankingMetrics.RPrecision(ranked, Relevance.Of(1, 2))!.Value) / 2, 12);
        Assert.Equal((1 / 3.0 + 1 / 2.0) / 2, (RankingMetrics.Recall(ranked, Relevance.Of(1, 2, 3), 2)!.Value + RankingMetrics.Recall(ranked, Relevance.Of(1, 2), 2)!.Value) / 2, 12);
        Assert.Equal(0.5, RankingMetrics.ReciprocalRank([2, 3, 1, 4, 5], Relevance.Of(3), 5));
        Assert.Equal(0.5, (RankingMetrics.HitRate([1, 2, 3, 4, 5, 7], Relevance.Of(9, 6, 8), 5)!.Value + RankingMetrics.HitRate([1, 2, 4, 3, 5, 7], Relevance.Of(1, 2, 4), 5)!.Value) / 2);
    }
}
