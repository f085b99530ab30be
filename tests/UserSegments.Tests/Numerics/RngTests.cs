using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class RngTests
{
    [Fact]
    public void NextBits_SameSeed_SameSequence()
    {
        var (a, b) = (new Rng(42), new Rng(42));
        for (var i = 0; i < 1000; i++) Assert.Equal(a.NextBits(), b.NextBits());
    }

    [Fact]
    public void NextInt_ThreeSides_AreEquallyLikely()
    {
        var (rng, counts) = (new Rng(1), new int[3]);
        for (var i = 0; i < 30_000; i++) counts[rng.NextInt(3)]++;
        // Standard deviation of a count is 82; five of them are allowed.
        Assert.All(counts, count => Assert.InRange(count, 9_590, 10_410));
    }

    [Fact]
    public void NextGaussian_ManyDraws_MeanAndVarianceAreThoseOfTheNormal()
    {
        var rng = new Rng(7);
        var draws = Enumerable.Range(0, 100_000).Select(_ => rng.NextGaussian()).ToArray();
        Assert.InRange(draws.Average(), -0.02, 0.02);
        Assert.InRange(draws.Average(x => x * x), 0.975, 1.025);
    }

    [Fact]
    public void Fork_OtherStreams_DifferAndLeaveTheParentUntouched()
    {
        var (rng, untouched) = (new Rng(3), new Rng(3));
        Assert.NotEqual(rng.Fork(0).NextBits(), rng.Fork(1).NextBits());
        Assert.Equal(untouched.NextBits(), rng.NextBits());
    }

    [Fact]
    public void Sample_WholePopulation_IsAPermutation() =>
        Assert.Equal(Enumerable.Range(0, 50), new Rng(5).Sample(50, 50).Order());

    [Fact]
    public void NextIndex_ZeroWeights_AreNeverDrawn()
    {
        var rng = new Rng(9);
        for (var i = 0; i < 1000; i++) Assert.Equal(1, rng.NextIndex([0, 2, 0]));
        Assert.Throws<ArgumentException>(() => rng.NextIndex([0, 0]));
    }
}
