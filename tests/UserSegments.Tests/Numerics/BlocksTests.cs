using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class BlocksTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    public void For_AnyLength_VisitsEveryIndexOnce(int length, int blockSize)
    {
        var visits = new int[length];
        Blocks.For(length, blockSize, (_, start, end) =>
        {
            for (var i = start; i < end; i++) Interlocked.Increment(ref visits[i]);
        });
        Assert.All(visits, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Sum_AnyThreadCount_GivesTheSameBits()
    {
        var rng = new Rng(11);
        var values = Enumerable.Range(0, 10_000).Select(_ => rng.NextGaussian()).ToArray();
        var sums = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return Blocks.Sum(values.Length, 64, (start, end) => values[start..end].Sum());
        }).ToArray();
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
    }

    [Fact]
    public void UseThreads_Disposed_RestoresWhatWasBefore()
    {
        var before = Blocks.Threads;
        using (Blocks.UseThreads(3)) Assert.Equal(3, Blocks.Threads);
        Assert.Equal(before, Blocks.Threads);
    }
}
