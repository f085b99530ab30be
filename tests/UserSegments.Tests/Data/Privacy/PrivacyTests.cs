using UserSegments.Data.Privacy;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Tests.Data.Privacy;

public sealed class PrivacyTests
{
    [Fact]
    public void Laplace_NeighbouringData_KeepsEpsilon()
    {
        // 10^5 draws on data that differ by one person: each outcome's probabilities may differ by a factor e^eps at most (four standard errors allowed).
        const int Draws = 100_000;
        foreach (var epsilon in new[] { 0.5, 1.0, 2.0 })
        {
            var (with, without) = (Draw(10, epsilon, 1), Draw(9, epsilon, 2));
            foreach (var outcome in with.Keys.Union(without.Keys))
            {
                var (a, b) = (with.GetValueOrDefault(outcome), without.GetValueOrDefault(outcome));
                if (Math.Min(a, b) < 50) continue;
                var slack = 4 * Math.Sqrt(1.0 / a + 1.0 / b);
                Assert.True(Math.Abs(Math.Log((double)a / b)) <= epsilon + slack, $"epsilon {epsilon}, outcome {outcome}: {a} and {b}");
            }
        }

        static Dictionary<long, int> Draw(long count, double epsilon, ulong seed) => NoisyCounts
            .Laplace([.. Enumerable.Repeat(count, Draws)], epsilon, 1, new PrivacyBudget(100), "test", seed)
            .CountBy(x => x).ToDictionary(x => x.Key, x => x.Value);
    }

    [Fact]
    public void Laplace_ManyDraws_HasTheMeanAndVarianceOfTheFormula()
    {
        var noisy = NoisyCounts.Laplace([.. Enumerable.Repeat(100L, 200_000)], 0.7, 2, new PrivacyBudget(1), "test", 3);
        var a = Math.Exp(-0.35);
        var variance = 2 * a / Math.Pow(1 - a, 2);
        Assert.Equal(100, noisy.Average(), 4 * Math.Sqrt(variance / noisy.Length));
        Assert.InRange(noisy.Average(x => Math.Pow(x - 100, 2)) / variance, 0.97, 1.03);
    }

    [Theory]
    [InlineData(1, 1e-5)]
    [InlineData(0.1, 1e-6)]
    [InlineData(4, 1e-3)]
    public void GaussianDeviation_Analytic_IsBelowTheClassicalBoundAndTight(double epsilon, double delta)
    {
        var s = NoisyCounts.GaussianDeviation(1, epsilon, delta);
        if (epsilon <= 1) Assert.True(s < Math.Sqrt(2 * Math.Log(1.25 / delta)) / epsilon);
        Assert.Equal(2 * s, NoisyCounts.GaussianDeviation(2, epsilon, delta), 1e-6 * s);
        // The privacy loss of N(0, s) against N(1, s) is normal with mean 1/2s² and deviation 1/s: its hockey-stick divergence is delta.
        var rng = new Rng(1);
        var (mean, deviation) = (1 / (2 * s * s), 1 / s);
        var leak = Enumerable.Range(0, 400_000).Average(_ => Math.Max(0, 1 - Math.Exp(epsilon - (mean + deviation * rng.NextGaussian()))));
        Assert.InRange(leak, 0, 1.5 * delta + 2e-4);
    }

    [Fact]
    public void Gaussian_ManyDraws_HasTheDeviation()
    {
        var noisy = NoisyCounts.Gaussian([.. Enumerable.Repeat(5.0, 100_000)], 1, 1, 1e-5, new PrivacyBudget(1, 1e-4), "centres", 4);
        Assert.InRange(Math.Sqrt(noisy.Average(x => Math.Pow(x - 5, 2))) / NoisyCounts.GaussianDeviation(1, 1, 1e-5), 0.98, 1.02);
    }

    [Fact]
    public void Spend_BeyondTheBudget_IsRefusedAndSpendsNothing()
    {
        var budget = new PrivacyBudget(1);
        for (var i = 0; i < 10; i++) budget.Spend("counts", 0.1);
        var error = Assert.Throws<InvalidOperationException>(() => NoisyCounts.Laplace([1], 0.1, 1, budget, "one more", 0));
        Assert.Contains("one more asks for epsilon 0.1", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, budget.Spent.Count);
        Assert.Throws<InvalidOperationException>(() => new PrivacyBudget(1).Spend("centres", 0.5, 1e-9));
        Assert.Contains("counts", budget.ToMimeBundle()[MimeTypes.Text], StringComparison.Ordinal);
    }

    [Fact]
    public void Suppress_OneSmallGroup_TakesTheNextSmallestToo()
    {
        var rule = new MinimumGroup(5);
        Assert.Equal([null, 20, null, 0], rule.Suppress([3, 20, 6, 0]));
        Assert.Equal([null, null, 9], rule.Suppress([3, 4, 9]));
        Assert.Equal([5, 6], rule.Suppress([5, 6]));
        Assert.True(rule.Allows(5));
        Assert.False(rule.Allows(4));
    }

    [Fact]
    public void Terms_OfFewPeople_AreNotShown() =>
        Assert.Equal(["mug"], new MinimumGroup(2).Terms([["mug", "mug", "secret"], ["mug", "tea"], ["zebra", "zebra"]]));
}
