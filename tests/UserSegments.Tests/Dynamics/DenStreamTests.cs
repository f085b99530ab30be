using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class DenStreamTests
{
    [Fact]
    public void Label_TwoMoonsInAStream_FollowTheShape()
    {
        var (rows, truth) = Moons(4000, 1);
        var stream = new DenStream(new DenStreamOptions { Epsilon = 0.08, Mu = 8, Beta = 0.25, Lambda = 0.0005, Reach = 4 });
        for (var i = 0; i < rows.Rows; i++) stream.Add(rows.Row(i), i);
        var (fresh, expected) = Moons(400, 2);
        Assert.True(PartitionAgreement.AdjustedRand(expected, stream.Label(fresh)) > 0.9);
        Assert.InRange(stream.PotentialCount, 10, 200);
    }

    [Fact]
    public void Add_GroupStops_FadesAndANewOneAppears()
    {
        var (rng, stream) = (new Rng(3), new DenStream(new DenStreamOptions { Epsilon = 0.5, Lambda = 0.01 }));
        for (var t = 0; t < 3000; t++) stream.Add([(t < 1000 ? 0 : 8) + 0.1f * (float)rng.NextGaussian(), 0], t);
        Assert.Equal([-1, 0], stream.Label(Matrix.FromRows([[0, 0], [8, 0]])));
        Assert.Equal(1, stream.PotentialCount);
    }

    [Fact]
    public void Add_ScatteredNoise_StaysOutAndIsForgotten()
    {
        var (rng, stream) = (new Rng(4), new DenStream(new DenStreamOptions { Epsilon = 0.3, Lambda = 0.02 }));
        for (var t = 0; t < 5000; t++)
        {
            stream.Add(t % 10 == 0 ? [100 * (float)rng.NextDouble(), 100 * (float)rng.NextDouble()] : [50 + 0.1f * (float)rng.NextGaussian(), 50], t);
            Assert.InRange(stream.OutlierCount, 0, 100);
        }
        Assert.Equal(1, stream.PotentialCount);
    }

    [Fact]
    public void Add_CosineIn384Dimensions_TellsDirectionsApart()
    {
        var rng = new Rng(5);
        var means = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 384).Select(_ => (float)rng.NextGaussian()).ToArray()).ToArray();
        var stream = new DenStream(new DenStreamOptions { Epsilon = 0.6, Cosine = true, Lambda = 0.001 });
        for (var t = 0; t < 900; t++) stream.Add(Near(t % 3), t);
        var labels = stream.Label(Matrix.FromRows([.. Enumerable.Range(0, 60).Select(i => Near(i % 3))]));
        Assert.Equal(1, PartitionAgreement.AdjustedRand([.. Enumerable.Range(0, 60).Select(i => i % 3)], labels));

        float[] Near(int group)
        {
            var scale = 0.5f + 5 * (float)rng.NextDouble();            // length must not matter
            return Array.ConvertAll(means[group], x => scale * (x + 0.4f * (float)rng.NextGaussian()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void Label_EvolvingShapesWithNoise_AreAsPureAsInThePaper(double noise)
    {
        // The paper's parameters: epsilon 16, mu 10, beta 0.2, lambda 0.25, 1,000 points a unit of time; its purity is always above 0.95.
        const int speed = 1000, horizon = 2, segment = 6000;
        var stream = new DenStream(new DenStreamOptions { Epsilon = 16, Mu = 10, Beta = 0.2, Lambda = 0.25 });
        var points = PaperStreams.Draw("EDS evolving", 2 * segment, noise, 7, segment);
        for (var t = 0; t < points.Length; t++)
        {
            stream.Add([points[t].X, points[t].Y], (double)t / speed);
            if ((t + 1) % segment != 0) continue;
            var last = points[(t + 1 - speed * horizon)..(t + 1)];
            Assert.InRange(PaperStreams.Purity([.. last.Select(p => p.Class)], stream.Label(PaperStreams.Rows(last))).Purity, 0.95, 1);
        }
    }

    [Fact]
    public void Constructor_BetaMuTooSmall_SaysSo() =>
        Assert.Contains("beta mu = 0.6", Assert.Throws<ArgumentException>(() => new DenStream(new DenStreamOptions { Epsilon = 1, Mu = 2 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Add_TimeGoesBack_IsRefused()
    {
        var stream = new DenStream(new DenStreamOptions { Epsilon = 1 });
        stream.Add([1], 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Add([1], 4));
    }

    private static (Matrix Rows, int[] Truth) Moons(int count, ulong seed)
    {
        var (rng, rows, truth) = (new Rng(seed), new Matrix(count, 2), new int[count]);
        for (var i = 0; i < count; i++)
        {
            var angle = Math.PI * rng.NextDouble();
            truth[i] = i % 2;
            rows[i, 0] = (float)((i % 2 == 0 ? Math.Cos(angle) : 1 - Math.Cos(angle)) + 0.04 * rng.NextGaussian());
            rows[i, 1] = (float)((i % 2 == 0 ? Math.Sin(angle) : 0.5 - Math.Sin(angle)) + 0.04 * rng.NextGaussian());
        }
        return (rows, truth);
    }
}
