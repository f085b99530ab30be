using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class BirchTests
{
    [Fact]
    public void Add_TwoRowsWithinTheThreshold_AreOneEntry()
    {
        var birch = new Birch(new BirchOptions { Threshold = 1 });
        birch.Add([0, 0]);
        birch.Add([2, 0]);                                                  // radius 1 about (1, 0)
        birch.Add([9, 0]);
        Assert.Equal([2, 1], birch.Counts());
        Assert.Equal([1, 0, 9, 0], birch.Centres().Values);
    }

    [Fact]
    public void Add_ManyRows_StaysBoundedAndLosesNone()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var (rng, birch, sum) = (new Rng(seed), new Birch(new BirchOptions { MostEntries = 60, Branching = 6 }), new double[3]);
            for (var i = 0; i < 1500; i++)
            {
                float[] row = [(float)rng.NextGaussian(), (float)rng.NextGaussian(), 5 * rng.NextInt(3)];
                for (var c = 0; c < 3; c++) sum[c] += row[c];
                birch.Add(row);
                Assert.InRange(birch.Entries, 1, 60);
            }
            var (centres, counts) = (birch.Centres(), birch.Counts());
            Assert.Equal(birch.Entries, counts.Length);
            Assert.Equal(1500, counts.Sum());
            for (var c = 0; c < 3; c++) Assert.Equal(sum[c], Enumerable.Range(0, counts.Length).Sum(i => (double)centres[i, c] * counts[i]), 0.05);
        }
    }

    [Fact]
    public void Tree_ThreeBlobsInAStream_FindsThemAtItsTop()
    {
        var (rng, birch) = (new Rng(2), new Birch(new BirchOptions { MostEntries = 80, Branching = 8 }));
        for (var i = 0; i < 2000; i++) birch.Add([(float)(10 * (i % 3) + rng.NextGaussian()), (float)rng.NextGaussian()]);
        var (cut, centres) = (birch.Tree().Cut(3), birch.Centres());
        int[] truth = [.. Enumerable.Range(0, centres.Rows).Select(i => (int)Math.Round(centres[i, 0] / 10))];
        Assert.Equal(1, PartitionAgreement.AdjustedRand(truth, cut.Labels));
    }

    [Fact]
    public void Add_EqualRows_AreOneEntryWithoutAThreshold()
    {
        var birch = new Birch();
        for (var i = 0; i < 300; i++) birch.Add([1, i % 2]);
        Assert.Equal([150, 150], birch.Counts());
    }

    [Fact]
    public void Add_NotFinite_IsRefused() => Assert.Throws<ArgumentException>(() => new Birch().Add([float.NaN]));
}
