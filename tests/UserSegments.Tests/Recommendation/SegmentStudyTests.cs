using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;
using UserSegments.Tests.Evaluation;

namespace UserSegments.Tests.Recommendation;

public sealed class SegmentStudyTests
{
    // Every user gets the list that starts at an item of its own.
    private sealed class Shifted(string name, Func<int, int> first, int items) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            for (var i = 0; i < items; i++) scores[i] = -((i - first(user) + items) % items);
        }
    }

    [Fact]
    public void Report_WorkedByHand_CorrectsAndOrders()
    {
        static SegmentEffect Effect(string name, double gain, double p) => new(name, "all", "NDCG@10", 1, 1 - gain, new PairedTest(new Estimate(gain, gain, gain), p, 9));
        var report = new SegmentStudyReport([Effect("hurts", -1, 0.001), Effect("unsure", 1, 0.04), Effect("helps", 1, 0.02)], "toy");
        Assert.Equal(["unsure", "helps", "hurts"], report.Effects.Select(effect => effect.Question));
        Assert.Equal([0.04, 0.04, 0.003], report.Effects.Select(effect => effect.CorrectedP));      // Holm: at least 0.02 · 2, 0.02 · 2, 0.001 · 3
        Assert.Equal(["helps", "helps", "hurts"], report.Effects.Select(effect => effect.Verdict()));
        Assert.Equal("Of 3 questions segments help in 2, hurt in 1, and nothing was seen in 0.", report.Verdict());
        Assert.Contains("toy", report.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Contains("effects is empty", Assert.Throws<ArgumentException>(() => new SegmentStudyReport([], "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Effect_NaNValues_LeaveThePairOut()
    {
        var effect = SegmentEffect.Of("q", "all", "m", [1, double.NaN, 3], [0, 1, 1], 1);
        Assert.Equal((2.0, 0.5, 1.5, 2), (effect.With, effect.Without, effect.Gain.Difference.Value, effect.Gain.Users));
    }

    [Fact]
    public void Coverage_ListsThatDifferFromOneForAll_IsTheDifferenceAndSure()
    {
        var gains = SparseMatrix.FromEntries(40, 50, Enumerable.Range(0, 40).Select(u => (u, u, 1f)));
        var set = new EvaluationSet(SparseMatrix.FromRows(50, new Dictionary<int, float>?[40]), gains, new EvaluationOptions { K = [5] });
        var (own, same) = (Evaluator.Evaluate(new Shifted("own", user => user, 50), set), Evaluator.Evaluate(new Shifted("same", _ => 0, 50), set));
        var test = OverallDifference.Coverage(own, same, 5, 50, 1);
        Assert.Equal(44 / 50.0 - 5 / 50.0, test.Difference.Value, 12);
        Assert.InRange(test.Difference.Value, test.Difference.Low, test.Difference.High);
        Assert.True(test.PValue < 0.05);
        Assert.Equal(1, OverallDifference.Coverage(same, same, 5, 50, 1).PValue);
    }

    [Fact]
    public void Gap_WorkedByHand_IsTheMeanDistanceOfGroups()
    {
        var gains = SparseMatrix.FromEntries(40, 50, Enumerable.Range(0, 40).Select(u => (u, 0, 1f)));
        var set = new EvaluationSet(SparseMatrix.FromRows(50, new Dictionary<int, float>?[40]), gains, new EvaluationOptions { K = [5] });
        var (fair, unfair) = (Evaluator.Evaluate(new Shifted("fair", _ => 0, 50), set), Evaluator.Evaluate(new Shifted("unfair", user => user < 10 ? 0 : 10, 50), set));
        int[] groups = [.. Enumerable.Range(0, 40).Select(u => u < 10 ? 0 : u < 30 ? 1 : -1)];
        var (first, second, test) = OverallDifference.Gap(fair, unfair, groups, "NDCG@5", 1);
        Assert.Equal(0, first, 12);
        Assert.Equal((10 * (1 - 1 / 3.0) + 20 * (1 / 3.0)) / 30, second, 12);    // 10 people at 1, 20 at 0: mean 1/3
        Assert.Equal(second, test.Difference.Value, 12);
        Assert.Equal(30, test.Users);
    }

    [Fact]
    public void SoftMembership_WorkedByHand_IsTheSoftmaxOfDistances()
    {
        var users = Matrix.FromRows([[1f, 0], [0.5f, 0], [0, 0]]);
        var centres = Matrix.FromRows([[1f, 0], [-1, 0]]);
        var shares = SoftMembership.Of(users, centres, 1);
        // Squared distances 0 and 4, 0.25 and 2.25; the mean of the least is 0.125.
        Assert.Equal(1 / (1 + Math.Exp(-4 / 0.125)), shares[0, 0], 6);
        Assert.Equal(1 / (1 + Math.Exp(-2 / 0.125)), shares[1, 0], 6);
        Assert.Equal(0, shares[2, 0] + shares[2, 1]);
        Assert.Throws<ArgumentException>(() => SoftMembership.Of(users, new Matrix(2, 3)));
    }

    [Fact]
    public void PerSegment_SharesOfZeroAndOne_RanksAsWithLabels()
    {
        var split = EvaluatorTests.RandomSplit(4, 60, 30);
        int[] labels = [.. Enumerable.Range(0, 60).Select(u => u % 4 - 1)];
        var shares = new Matrix(60, 3);
        for (var u = 0; u < 60; u++) if (labels[u] >= 0) shares[u, labels[u]] = 1;
        var options = new PerSegmentOptions { Shrinkage = 10 };
        var hard = new PerSegment(new Popularity(), labels, options).Fit(split.Train);
        var soft = new PerSegment(new Popularity(), shares, options).Fit(split.Train);
        Assert.Equal("popularity per soft segment", soft.Name);
        for (var u = 0; u < 60; u++)
        {
            var (a, b) = (RecommenderTests.Scores(hard, u, 30), RecommenderTests.Scores(soft, u, 30));
            for (var i = 0; i < 30; i++) Assert.Equal(a[i], b[i], 1e-4);
        }
    }

    [Fact]
    public void Heatmap_OfAReport_HoldsTheGroupMeans()
    {
        var split = EvaluatorTests.RandomSplit(5, 60, 30);
        var set = EvaluationSet.Of(split);
        var results = new[] { Evaluator.Evaluate(new Popularity().Fit(split.Train), set), Evaluator.Evaluate(new ItemNeighbours().Fit(split.Train), set) };
        var report = RankingReport.Of(results, new RankingReportOptions { Rounds = 10 });
        int[] groups = [.. Enumerable.Range(0, 60).Select(u => u % 3 - 1)];
        var map = Assert.IsType<HeatmapTrace>(Assert.Single(report.Heatmap(groups).Traces));
        Assert.Equal(report.Rows.Select(row => row.Result.Name), map.ColumnNames);
        for (var g = 0; g < 2; g++)
        {
            Assert.StartsWith($"segment {g} (", map.RowNames[g], StringComparison.Ordinal);
            for (var m = 0; m < 2; m++) Assert.Equal(report.Rows[m].Result.ByGroup("NDCG@10", groups)[g].Estimate.Value, map.Values[g, m]);
        }
    }

    [Fact]
    public void Study_AnyThreadCount_GivesTheSameReport()
    {
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 120, Items = 60 }).Dataset;
        var options = new SegmentStudyOptions { Segments = 4, Space = new() { Dimensions = 16 }, ColdHistories = [3], ColdFolds = 1, SmallestGroup = 5 };
        string Run(int threads)
        {
            using var scope = Blocks.UseThreads(threads);
            return SegmentStudy.Run(market, options).ToString();
        }
        var report = Run(1);
        Assert.Equal(report, Run(3));
        Assert.Contains("new, 3 items known", report, StringComparison.Ordinal);
        Assert.Contains("gap between segments", report, StringComparison.Ordinal);
    }
}
