using UserSegments.Evaluation;

namespace UserSegments.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    // Ranks 1 to 5 hold items 3, 0, 7, 1, 9; relevant are 0, 1 and 5 (never listed), so R = 3.
    private static readonly int[] Ranked = [3, 0, 7, 1, 9];
    private static readonly Relevance Relevant = Relevance.Of(0, 1, 5);

    [Fact]
    public void Ndcg_WorkedByHand_MatchesThePaper()
    {
        var dcg = 1 / Math.Log2(3) + 1 / Math.Log2(5);                         // hits at ranks 2 and 4
        var ideal = 1 + 1 / Math.Log2(3) + 1 / 2.0;                            // three hits at 1, 2, 3
        Assert.Equal(dcg / ideal, RankingMetrics.Ndcg(Ranked, Relevant, 5)!.Value, 12);
        Assert.Equal(1 / Math.Log2(3) / (1 + 1 / Math.Log2(3)), RankingMetrics.Ndcg(Ranked, Relevant, 2)!.Value, 12);
    }

    [Fact]
    public void Ndcg_GradedWorkedByHand_UsesBothGains()
    {
        (int, float)[] values = [(3, 1), (0, 3), (5, 2)];
        var linear = (1 + 3 / Math.Log2(3)) / (3 + 2 / Math.Log2(3) + 1 / 2.0);
        var exponential = (1 + 7 / Math.Log2(3)) / (7 + 3 / Math.Log2(3) + 1 / 2.0);
        Assert.Equal(linear, RankingMetrics.Ndcg(Ranked, Relevance.Graded(values), 5)!.Value, 6);
        Assert.Equal(exponential, RankingMetrics.Ndcg(Ranked, Relevance.Graded(values, Gain.Exponential), 5)!.Value, 6);
    }

    [Fact]
    public void CountingMetrics_WorkedByHand_Match()
    {
        Assert.Equal(1, RankingMetrics.HitRate(Ranked, Relevant, 2));
        Assert.Equal(0, RankingMetrics.HitRate(Ranked, Relevant, 1));
        Assert.Equal(2 / 5.0, RankingMetrics.Precision(Ranked, Relevant, 5));
        Assert.Equal(2 / 10.0, RankingMetrics.Precision(Ranked, Relevant, 10));
        Assert.Equal(2 / 3.0, RankingMetrics.Recall(Ranked, Relevant, 5));
        Assert.Equal(1 / 3.0, RankingMetrics.RPrecision(Ranked, Relevant));
        Assert.Equal(1 / 2.0, RankingMetrics.ReciprocalRank(Ranked, Relevant));
        Assert.Equal(0, RankingMetrics.ReciprocalRank(Ranked, Relevant, 1));
        Assert.Equal((1 / 2.0 + 2 / 4.0) / 3, RankingMetrics.AveragePrecision(Ranked, Relevant, 5)!.Value, 12);
        Assert.Equal(1 / 2.0 / 2, RankingMetrics.AveragePrecision(Ranked, Relevant, 2)!.Value, 12);
        Assert.Equal(1 / 2.0 / 3, RankingMetrics.AveragePrecision(Ranked, Relevant, 2, divideByAll: true)!.Value, 12);
    }

    [Fact]
    public void Auc_WorkedByHand_CountsTiesOneHalf()
    {
        float[] scores = [3, 1, 3, float.NaN, 0];                              // relevant 0 and 1; others 2 and 4; 3 is no candidate
        Assert.Equal((0.5 + 1 + 0 + 1) / 4, RankingMetrics.Auc(scores, Relevance.Of(0, 1)));
    }

    [Fact]
    public void AllMetrics_UserWithoutRelevantItems_HaveNoValue()
    {
        var none = Relevance.Of();
        Assert.Null(RankingMetrics.Ndcg(Ranked, none, 5));
        Assert.Null(RankingMetrics.HitRate(Ranked, none, 5));
        Assert.Null(RankingMetrics.Precision(Ranked, none, 5));
        Assert.Null(RankingMetrics.Recall(Ranked, none, 5));
        Assert.Null(RankingMetrics.AveragePrecision(Ranked, none, 5));
        Assert.Null(RankingMetrics.ReciprocalRank(Ranked, none));
        Assert.Null(RankingMetrics.RPrecision(Ranked, none));
        Assert.Null(RankingMetrics.Auc([1, 2], none));
    }

    [Fact]
    public void AllMetrics_PerfectList_AreOne()
    {
        int[] perfect = [5, 0, 1];
        Assert.Equal(1, RankingMetrics.Ndcg(perfect, Relevant, 10)!.Value, 12);
        Assert.Equal(1, RankingMetrics.AveragePrecision(perfect, Relevant, 10)!.Value, 12);
        Assert.Equal(1, RankingMetrics.RPrecision(perfect, Relevant));
    }

    [Fact]
    public void Ndcg_DepthZero_NamesTheArgument() =>
        Assert.Contains("k is 0, expected at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.Ndcg(Ranked, Relevant, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Graded_ItemTwice_NamesTheItem() =>
        Assert.Contains("Item 4 stands more than once", Assert.Throws<ArgumentException>(() => Relevance.Graded([(4, 1f), (4, 2f)])).Message, StringComparison.Ordinal);
}
