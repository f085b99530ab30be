using UserSegments.Numerics;
using UserSegments.Recommendation;

namespace UserSegments.Tests.Recommendation;

public sealed class OffPolicyTests
{
    [Fact]
    public void Estimates_OnFourRounds_AreThoseByHand()
    {
        // The old policy tosses a coin; the new one always shows candidate 1. Weights 2 where it was shown, else 0.
        var log = new[] { Logged(1, 0.5, 1), Logged(0, 0.5, 1), Logged(1, 0.5, 0), Logged(1, 0.5, 1) };
        var report = OffPolicy.Evaluate(log, AlwaysSecond);
        Assert.Equal(1.0, report.Ips.Value, 9);                     // (2 + 0 + 0 + 2) / 4
        Assert.Equal(2 / 3.0, report.Snips.Value, 9);               // 4 / 6
        Assert.Equal(0.75, report.Logged, 9);
        Assert.Equal(3, report.EffectiveSize, 9);                   // 36 / 12
        Assert.True(report.Ips.Low < 1 && report.Ips.High > 1);
        Assert.Contains("doubly robust", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_AboveTheLimit_AreCut()
    {
        var log = new[] { Logged(1, 0.01, 1), Logged(1, 0.5, 1), Logged(0, 0.5, 0), Logged(0, 0.5, 0) };
        Assert.Equal(100, OffPolicy.Evaluate(log, AlwaysSecond).LargestWeight);
        Assert.Equal(10, OffPolicy.Evaluate(log, AlwaysSecond, new OffPolicyOptions { LargestWeight = 10 }).LargestWeight);
    }

    [Fact]
    public void Log_WithoutPropensity_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => OffPolicy.Evaluate([Logged(1, 0, 1), Logged(1, 1, 1), Logged(1, 1, 1), Logged(1, 1, 1)], AlwaysSecond));
        Assert.StartsWith("log[0] has the propensity 0, expected above 0 and at most 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_ThatDoesNotSumToOne_IsRefused()
    {
        var log = Enumerable.Repeat(Logged(1, 0.5, 1), 4).ToArray();
        Assert.Contains("sum to 0.5, expected 1", Assert.Throws<ArgumentException>(() => OffPolicy.Evaluate(log, (_, p) => p[0] = 0.5)).Message, StringComparison.Ordinal);
    }

    /// <summary>The small version of the benchmark <c>interests-offpolicy</c>: bias within its own error, intervals that cover.</summary>
    [Fact]
    public void Estimators_OverManyLogs_AreUnbiasedAndCover()
    {
        var study = OffPolicyStudy.Run(runs: 60, rounds: 400, seed: 3, truthRounds: 40_000);
        Assert.InRange(study.Ips.Bias, -4 * study.Ips.Error, 4 * study.Ips.Error);
        Assert.InRange(study.DoublyRobust.Bias, -4 * study.DoublyRobust.Error, 4 * study.DoublyRobust.Error);
        Assert.InRange(study.Ips.Coverage, 0.85, 1);
        Assert.InRange(study.Snips.Coverage, 0.85, 1);
        Assert.InRange(study.DoublyRobust.Coverage, 0.85, 1);
        Assert.True(study.DoublyRobust.Width < study.Ips.Width);
    }

    private static LoggedRound Logged(int choice, double propensity, double reward) =>
        new(new FeedbackRound(0, 0, 0, [0, 1], new Matrix(2, 1, [1, 1])), choice, propensity, reward);

    private static void AlwaysSecond(FeedbackRound round, Span<double> probabilities) => (probabilities[0], probabilities[1]) = (0, 1);
}
