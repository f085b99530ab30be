using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Tests.Evaluation;

public sealed class StatisticsTests
{
    [Fact]
    public void Wilcoxon_ScipyFixture_Agrees()
    {
        foreach (var test in RankingFixture.Read().GetProperty("wilcoxon").EnumerateArray())
            Assert.Equal(test.GetProperty("p").GetDouble(), PairedTests.Wilcoxon(test.Doubles("a"), test.Doubles("b")).PValue, 9);
    }

    [Fact]
    public void Wilcoxon_NoDifference_HasPOne() => Assert.Equal(1, PairedTests.Wilcoxon([1, 2, 3], [1, 2, 3]).PValue);

    [Fact]
    public void Permutation_SmallSample_ApproachesTheExactCount()
    {
        double[] a = [1, 2, 3, 4, 5, 6], b = [0, 1, 1, 3, 6, 2];               // differences 1 1 2 1 -1 4, sum 8
        double[] d = [.. a.Zip(b, (x, y) => x - y)];
        var reached = Enumerable.Range(0, 64).Count(mask => Math.Abs(d.Select((x, i) => (mask >> i & 1) == 0 ? x : -x).Sum()) >= 8);
        var test = PairedTests.Permutation(a, b, seed: 3, rounds: 100_000);
        Assert.Equal(reached / 64.0, test.PValue, 0.005);
        Assert.Equal(8 / 6.0, test.Difference.Value, 12);
    }

    [Fact]
    public void Permutation_NaN_LeavesThePairOut() => Assert.Equal(2, PairedTests.Permutation([1, double.NaN, 2], [0, 1, 1], 1, 10).Users);

    [Fact]
    public void Holm_WorkedByHand_StepsDown()
    {
        // Sorted 0.01, 0.02, 0.03, 0.5 times 4, 3, 2, 1 = 0.04, 0.06, 0.06, 0.5.
        double[] adjusted = PairedTests.Holm([0.03, 0.01, 0.5, 0.02]);
        Assert.Equal([0.06, 0.04, 0.5, 0.06], adjusted.Select(p => Math.Round(p, 12)));
        Assert.Equal([1.0, 1.0], PairedTests.Holm([0.6, 0.9]));
    }

    [Fact]
    public void Interval_NormalSample_CoversAboutTheLevel()
    {
        const ulong seed = 17;
        var rng = new Rng(seed);
        var covered = Enumerable.Range(0, 200).Count(i =>
        {
            double[] sample = [.. Enumerable.Range(0, 60).Select(_ => rng.NextGaussian())];
            var interval = Bootstrap.Interval(sample, (ulong)i, resamples: 400);
            return interval.Low <= 0 && interval.High >= 0;
        });
        Assert.True(covered is > 178 and < 199, $"seed {seed}: {covered} of 200 intervals cover the mean, expected about 190");
    }

    [Fact]
    public void Interval_AnyThreadCount_GivesTheSameBits()
    {
        double[] sample = [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i))];
        var intervals = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return (Bootstrap.Interval(sample, 5), PairedTests.Permutation(sample, new double[100], 5, 1000).PValue);
        }).ToArray();
        Assert.Equal(intervals[0], intervals[1]);
        Assert.Equal(intervals[0], intervals[2]);
    }

    [Fact]
    public void Interval_LevelOne_NamesTheArgument() =>
        Assert.Contains("level is 1, expected above 0 and below 1", Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval([1, 2], 1, 1)).Message, StringComparison.Ordinal);
}
