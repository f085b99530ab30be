using UserSegments.Numerics;
using UserSegments.Recommendation;

namespace UserSegments.Tests.Recommendation;

public sealed class BanditTests
{
    [Fact]
    public void Ridge_AfterOneObservation_IsTheOneByHand()
    {
        var bandit = new GreedyPolicy(2);
        bandit.Learn(Round([[1, 1]]), 0, 1);
        // A = [[2, 1], [1, 2]], b = (1, 1): A⁻¹ b = (1/3, 1/3).
        Assert.Equal([1 / 3.0, 1 / 3.0], bandit.Coefficients.Select(x => Math.Round(x, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(2 / 3.0, bandit.Expected([1, 1]), 9);
    }

    [Fact]
    public void LinUcb_BetweenKnownAndUnknown_TriesTheUnknown()
    {
        var (bold, shy) = (new LinUcb(2, new BanditOptions { Exploration = 1 }), new LinUcb(2, new BanditOptions { Exploration = 0 }));
        var round = Round([[1, 0], [0, 1]]);
        for (var i = 0; i < 5; i++)
        {
            bold.Learn(round, 0, i % 2);
            shy.Learn(round, 0, i % 2);
        }
        Assert.Equal(1, bold.Choose(round, new Rng(1)));            // 0.33 + 0.41 against 0 + 1
        Assert.Equal(0, shy.Choose(round, new Rng(1)));
    }

    [Fact]
    public void Thompson_OnTwoEqualArms_ChoosesBothAndNarrows()
    {
        var (bandit, rng) = (new LinearThompson(2, new BanditOptions { Exploration = 1 }), new Rng(3));
        var round = Round([[1, 0], [0, 1]]);
        var before = Enumerable.Range(0, 1000).Count(_ => bandit.Choose(round, rng) == 0);
        Assert.InRange(before, 400, 600);
        for (var i = 0; i < 200; i++)
        {
            bandit.Learn(round, 0, 1);
            bandit.Learn(round, 1, 0);
        }
        Assert.Equal(1000, Enumerable.Range(0, 1000).Count(_ => bandit.Choose(round, rng) == 0));
    }

    [Fact]
    public void Discount_AfterAChange_ForgetsTheOldTaste()
    {
        var (forgets, remembers) = (new GreedyPolicy(1, 0, new BanditOptions { Discount = 0.9 }), new GreedyPolicy(1));
        foreach (var reward in Enumerable.Repeat(1.0, 100).Concat(Enumerable.Repeat(0.0, 30)))
        {
            forgets.Learn(Round([[1]]), 0, reward);
            remembers.Learn(Round([[1]]), 0, reward);
        }
        Assert.InRange(forgets.Expected([1]), 0, 0.06);
        Assert.InRange(remembers.Expected([1]), 0.7, 0.8);
    }

    [Fact]
    public void Reaction_OfAKnownCurve_IsLearnedOnline()
    {
        var (model, rng) = (new ReactionModel(3), new Rng(5));
        double[] truth = [-1, 1.5, -0.5];
        for (var i = 0; i < 8000; i++)
        {
            float[] x = [1, (float)rng.NextGaussian(), (float)rng.NextGaussian()];
            model.Update(x, rng.NextDouble() < 1 / (1 + Math.Exp(-(truth[0] + truth[1] * x[1] + truth[2] * x[2]))));
        }
        for (var j = 0; j < 3; j++) Assert.InRange(model.Coefficients[j], truth[j] - 0.12, truth[j] + 0.12);
        Assert.InRange(model.ProgressiveLogLoss, 0.4, 0.56);
        Assert.Equal(8000, model.Observations);
    }

    [Fact]
    public void Reaction_WithAShortMemory_FollowsAChange()
    {
        var (forgets, remembers, rng) = (new ReactionModel(1, memory: 0.98), new ReactionModel(1), new Rng(6));
        for (var i = 0; i < 2000; i++)
        {
            var reacted = rng.NextDouble() < (i < 1500 ? 0.9 : 0.1);
            forgets.Update([1], reacted);
            remembers.Update([1], reacted);
        }
        Assert.InRange(forgets.Predict([1]), 0.02, 0.25);
        Assert.True(remembers.Predict([1]) > 0.5);
    }

    [Fact]
    public void Reaction_OnNaN_SaysSo() => Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new ReactionModel(1).Update([float.NaN], true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Loop_OnALinearWorld_OrdersThePolicies()
    {
        var world = new LinearWorld(features: 5, candidates: 8, segments: 2, seed: 9);
        ulong[] seeds = [1, 2, 3];
        var report = new FeedbackReport(
        [
            FeedbackLoop.RunMany(world, () => new UniformPolicy(), 1500, seeds),
            FeedbackLoop.RunMany(world, () => new SegmentedPolicy("LinUCB", _ => new LinUcb(5)), 1500, seeds),
            FeedbackLoop.RunMany(world, () => new SegmentedPolicy("Thompson", _ => new LinearThompson(5)), 1500, seeds),
            FeedbackLoop.RunMany(world, () => new OraclePolicy(world), 1500, seeds),
        ]);
        Assert.Equal(0, report.Regret(3).Value);
        Assert.True(report.Regret(1).Value < 0.25 * report.Regret(0).Value, report.ToString());
        Assert.True(report.Regret(2).Value < 0.25 * report.Regret(0).Value, report.ToString());
        Assert.Equal(report.Regret(0).Value, report.Curve(0)[^1], 6);
        Assert.Contains("oracle", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_OfOneSeed_GivesTheSameOnAnyThreadCount()
    {
        var world = new LinearWorld(4, 5, 2, 9);
        IReadOnlyList<FeedbackTrace> Run(int threads)
        {
            using (Blocks.UseThreads(threads)) return FeedbackLoop.RunMany(world, () => new LinearThompson(4), 300, [1, 2, 3]);
        }
        var (one, three) = (Run(1), Run(3));
        for (var k = 0; k < one.Count; k++) Assert.Equal(one[k].Regrets, three[k].Regrets);
    }

    [Fact]
    public void Recovery_AfterAChange_ComesSoonerWithADiscount()
    {
        var world = new LinearWorld(4, 8, 1, 21, changeAt: 3000);
        ulong[] seeds = [1, 2, 3, 4];
        var report = new FeedbackReport(
        [
            FeedbackLoop.RunMany(world, () => new LinUcb(4, new BanditOptions { Discount = 0.995 }), 6000, seeds),
            FeedbackLoop.RunMany(world, () => new LinUcb(4), 6000, seeds),
            FeedbackLoop.RunMany(world, () => new UniformPolicy(), 6000, seeds),
        ]);
        var (adapting, still) = (report.Recovery(0, 3000, 200), report.Recovery(1, 3000, 200));
        Assert.NotNull(adapting);
        Assert.True(still is null || adapting < still, $"{adapting} against {still}");
    }

    [Fact]
    public void Strategies_OfDifferentSuccess_AreFoundPerSegment()
    {
        // In segment 0 the first candidate pleases, in segment 1 the second; the strategies always show one of them.
        var bandit = new StrategyBandit([new Fixed(0), new Fixed(1)]);
        var rng = new Rng(4);
        for (var step = 0; step < 2000; step++)
        {
            var round = new FeedbackRound(step, 0, step % 2, [0, 1], new Matrix(2, 1, [1, 1]));
            var choice = bandit.Choose(round, rng);
            bandit.Learn(round, choice, rng.NextDouble() < (choice == step % 2 ? 0.6 : 0.2) ? 1 : 0);
        }
        Assert.True(bandit.Preference(0)[0].Success > 0.5 && bandit.Preference(0)[0].Evidence > 5 * bandit.Preference(0)[1].Evidence);
        Assert.True(bandit.Preference(1)[1].Success > 0.5 && bandit.Preference(1)[1].Evidence > 5 * bandit.Preference(1)[0].Evidence);
    }

    [Fact]
    public void FilterBubble_ByHand_IsThat()
    {
        // User 0 sees category 0 only, user 1 both alike.
        var trace = new FeedbackTrace("p", 1, [0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 1], new double[4], new double[4]);
        var bubble = FilterBubble.Measure(trace, [0, 1, 1, 1], 0, 4, minimumRounds: 1);
        Assert.Equal(0.5, bubble.Entropy, 9);
        Assert.Equal(0.75, bubble.TopShare, 9);
        Assert.Equal(0.5, bubble.Coverage, 9);
        Assert.Equal(2, bubble.Users);
        Assert.Equal((3.0 * 3 + 1.0 * 1 - 0) / (4 * 4), bubble.Gini, 9);        // counts 0, 0, 1, 3
        var all = (-0.75 * Math.Log2(0.75)) + 0.5;                               // entropy of (3/4, 1/4)
        double H(double p) => p is 0 or 1 ? 0 : -p * Math.Log2(p) - (1 - p) * Math.Log2(1 - p);
        Assert.Equal(((H(0.875) - (0 + all) / 2) + (H(0.625) - (1 + all) / 2)) / 2, bubble.Apart, 9);
    }

    [Fact]
    public void Options_OutOfRange_NameTheValue()
    {
        Assert.Contains("Discount is 0, expected above 0 and at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => new BanditOptions { Discount = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("Ridge is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new BanditOptions { Ridge = 0 }).Message, StringComparison.Ordinal);
    }

    private static FeedbackRound Round(float[][] rows) => new(0, 0, 0, [.. Enumerable.Range(0, rows.Length)], Matrix.FromRows(rows));

    private sealed class Fixed(int choice) : IFeedbackPolicy
    {
        public string Name => $"always {choice}";

        public int Choose(FeedbackRound round, Rng rng) => choice;

        public void Learn(FeedbackRound round, int choice, double reward)
        {
        }
    }
}
