using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class MovingCentresTests
{
    [Fact]
    public void SequentialKMeans_WithoutForgetting_HoldsTheMeanOfItsRows()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var (points, rng) = (Blobs(seed, 900, 0), new Rng(seed + 50));
            var order = rng.Sample(points.Rows, points.Rows);
            var sequential = new SequentialKMeans(points.SelectRows([0, 1, 2]));
            var labels = Array.ConvertAll(order, row => sequential.Add(points.Row(row)));
            var means = new UserSegments.Clustering.Clustering(labels, "sequential", 3).Means(points.SelectRows(order));
            for (var i = 0; i < means.Values.Length; i++) Assert.Equal(means.Values[i], sequential.Centres.Values[i], 1e-3);
        }
    }

    [Fact]
    public void SequentialKMeans_ManyRows_ReachesBatchKMeans()
    {
        var points = Blobs(1, 3000, 0);
        var batch = new KMeans(new KMeansOptions { K = 3, Seed = 1 }).Fit(points);
        var sequential = new SequentialKMeans(points.SelectRows([0, 1, 2]));
        for (var row = 0; row < points.Rows; row++) sequential.Add(points.Row(row));
        var distances = Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Min(j => Distance(sequential.Centres, i, batch.Centres!, j)));
        Assert.All(distances, distance => Assert.InRange(distance, 0, 0.05));
    }

    [Fact]
    public void SequentialKMeans_WithForgetting_FollowsAMovingGroup()
    {
        var rng = new Rng(2);
        var (still, moving) = (new SequentialKMeans(new Matrix(1, 1)), new SequentialKMeans(new Matrix(1, 1), null, 50));
        for (var t = 0; t < 2000; t++)
        {
            float[] row = [t / 200f + 0.1f * (float)rng.NextGaussian()];
            still.Add(row);
            moving.Add(row);
        }
        Assert.Equal(5, still.Centres.Values[0], 0.1);
        Assert.Equal(10 - 49 / 200.0, moving.Centres.Values[0], 0.1);  // lags by the memory
        Assert.Equal(50, moving.Counts[0]);
    }

    [Fact]
    public void SequentialKMeans_KilledAtAnyRow_GoesOnWithTheSameBits()
    {
        var points = Blobs(3, 120, 0);
        var unbroken = new SequentialKMeans(points.SelectRows([0, 1, 2]), null, 30);
        for (var row = 0; row < 120; row++) unbroken.Add(points.Row(row));
        for (var cut = 0; cut < 100; cut++)
        {
            var broken = new SequentialKMeans(points.SelectRows([0, 1, 2]), null, 30);
            for (var row = 0; row < 120; row++)
            {
                if (row == cut)
                {
                    using var memory = new MemoryStream();
                    broken.Save(memory);
                    memory.Position = 0;
                    broken = SequentialKMeans.Load(memory);
                }
                broken.Add(points.Row(row));
            }
            Assert.Equal(unbroken.Centres.Values, broken.Centres.Values);
        }
    }

    [Fact]
    public void EvolutionaryKMeans_WeightOfHistory_OrdersHowFarCentresMove()
    {
        var windows = Enumerable.Range(0, 4).Select(t => Blobs(10 + (ulong)t, 300, t)).ToList();
        var options = new KMeansOptions { K = 3, Seed = 4 };
        var moves = new[] { 0, 0.5, 0.9, 1.0 }.Select(history => Moved(EvolutionaryKMeans.Fit(windows, options, history))).ToList();
        Assert.Equal(moves.OrderDescending(), moves);
        Assert.Equal(0, moves[^1]);
    }

    [Fact]
    public void EvolutionaryKMeans_Groups_KeepTheirNumber()
    {
        var windows = Enumerable.Range(0, 4).Select(t => Blobs(20, 300, 0.3f * t)).ToList();
        var fitted = EvolutionaryKMeans.Fit(windows, new KMeansOptions { K = 3, Seed = 4 }, 0.2);
        Assert.All(fitted, x => Assert.Equal(fitted[0].Labels, x.Labels));
    }

    private static double Moved(IReadOnlyList<UserSegments.Clustering.Clustering> fitted) =>
        Enumerable.Range(0, 3).Sum(j => Distance(fitted[0].Centres!, j, fitted[^1].Centres!, j));

    private static double Distance(Matrix a, int i, Matrix b, int j) => Math.Sqrt(Euclid.SquaredExactly(a.Row(i), b.Row(j)));

    // Three groups in turn, around (0, 0), (10, 0) and (0, 10), moved along the first axis.
    private static Matrix Blobs(ulong seed, int rows, float shift)
    {
        var (rng, points) = (new Rng(seed), new Matrix(rows, 2));
        for (var i = 0; i < rows; i++)
        {
            points[i, 0] = (i % 3 == 1 ? 10 : 0) + shift + (float)rng.NextGaussian();
            points[i, 1] = (i % 3 == 2 ? 10 : 0) + (float)rng.NextGaussian();
        }
        return points;
    }
}
