using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class DbStreamTests
{
    [Fact]
    public void Add_OneMicroGroup_MovesByTheGaussianOfTheDistance()
    {
        var stream = new DbStream(new DbStreamOptions { Radius = 3, LeastWeight = 0 });
        stream.Add([0]);
        stream.Add([1]);
        Assert.Equal(Math.Exp(-0.5), stream.Centres()[0, 0], 1e-6);          // h = exp(-(3 · 1 / 3)² / 2), times the way of 1
        Assert.Equal(1, stream.Count);
    }

    [Fact]
    public void Labels_RowsBetweenTwoMicroGroups_JoinThem()
    {
        // Two micro-groups of 20 rows each, 1.5 radii apart; only the second stream has rows within the reach of both.
        var (apart, joined) = (Make(), Make());
        for (var i = 0; i < 20; i++)
        {
            foreach (var stream in new[] { apart, joined })
            {
                stream.Add([0]);
                stream.Add([1.5f]);
            }
            joined.Add([0.75f]);
        }
        Assert.Equal([0, 1], apart.Labels());
        Assert.Equal([0, 0], joined.Labels());

        static DbStream Make() => new(new DbStreamOptions { Radius = 1 });
    }

    [Fact]
    public void Label_TwoMoonsInAStream_FollowTheShape()
    {
        var rng = new Rng(1);
        var stream = new DbStream(new DbStreamOptions { Radius = 0.2, Alpha = 0.15 });
        for (var i = 0; i < 4000; i++) stream.Add(Moon(i % 2));
        var labels = stream.Label(Matrix.FromRows([.. Enumerable.Range(0, 400).Select(i => Moon(i % 2))]));
        Assert.True(PartitionAgreement.AdjustedRand([.. Enumerable.Range(0, 400).Select(i => i % 2)], labels) > 0.95);

        float[] Moon(int side)
        {
            var angle = Math.PI * rng.NextDouble();
            return [(float)((side == 0 ? Math.Cos(angle) : 1 - Math.Cos(angle)) + 0.04 * rng.NextGaussian()), (float)((side == 0 ? Math.Sin(angle) : 0.5 - Math.Sin(angle)) + 0.04 * rng.NextGaussian())];
        }
    }

    [Theory]
    [InlineData("Cassini", 0)]
    [InlineData("Cassini", 0.05)]
    [InlineData("three Gaussians", 0.05)]
    [InlineData("DS2 rings and bar", 0.05)]
    public void Label_ShapesOfThePaperWithNoise_ArePure(string name, double noise)
    {
        var stream = new DbStream(new DbStreamOptions { Radius = 16, Alpha = 0.2, LeastWeight = 8 });
        var points = PaperStreams.Draw(name, 6000, noise, 7);
        foreach (var point in points) stream.Add([point.X, point.Y]);
        var last = points[^3000..];
        Assert.InRange(PaperStreams.Purity([.. last.Select(p => p.Class)], stream.Label(PaperStreams.Rows(last))).Purity, 0.95, 1);
    }

    [Fact]
    public void Add_GroupStops_FadesAndIsRemoved()
    {
        var (rng, stream) = (new Rng(3), new DbStream(new DbStreamOptions { Radius = 0.5, Lambda = 0.01, Gap = 100 }));
        for (var t = 0; t < 3000; t++) stream.Add([(t < 1000 ? 0 : 8) + 0.1f * (float)rng.NextGaussian(), 0]);
        Assert.Equal([-1, 0], stream.Label(Matrix.FromRows([[0, 0], [8, 0]])));
        Assert.InRange(stream.Count, 1, 3);
    }

    [Fact]
    public void Add_CosineIn384Dimensions_TellsDirectionsApart()
    {
        var rng = new Rng(5);
        var means = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 384).Select(_ => (float)rng.NextGaussian()).ToArray()).ToArray();
        var stream = new DbStream(new DbStreamOptions { Radius = 0.8, Cosine = true });
        for (var t = 0; t < 600; t++) stream.Add(Near(t % 3));
        var labels = stream.Label(Matrix.FromRows([.. Enumerable.Range(0, 60).Select(i => Near(i % 3))]));
        Assert.Equal(1, PartitionAgreement.AdjustedRand([.. Enumerable.Range(0, 60).Select(i => i % 3)], labels));

        float[] Near(int group)
        {
            var scale = 0.5f + 5 * (float)rng.NextDouble();
            return Array.ConvertAll(means[group], x => scale * (x + 0.4f * (float)rng.NextGaussian()));
        }
    }

    [Fact]
    public void Add_NotFinite_IsRefused() => Assert.Throws<ArgumentException>(() => new DbStream(new DbStreamOptions { Radius = 1 }).Add([float.NaN]));
}
