using UserSegments.Clustering;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace UserSegments.Torch.Tests;

/// <summary>k-means and principal components against the CPU's.</summary>
public sealed class TorchClusteringTests
{
    [Theory]
    [InlineData(KMeansSeeding.PlusPlus, false)]
    [InlineData(KMeansSeeding.Parallel, false)]
    [InlineData(KMeansSeeding.Random, true)]
    public void KMeans_AnySeeding_GivesTheGroupsOfTheCpu(KMeansSeeding seeding, bool spherical)
    {
        var options = new KMeansOptions { K = 6, Seed = 3, Seeding = seeding, Spherical = spherical, Restarts = 2 };
        var points = Clouds(900, 20, 6, 100);
        Same(new KMeans(options).Fit(points), TorchKMeans.Fit(points, options, Bench.Device));
    }

    [Fact]
    public void KMeans_WeightsAndGivenStart_GivesTheGroupsOfTheCpu()
    {
        var points = Clouds(500, 7, 4, 0);
        var random = new Rng(2);
        var weights = Enumerable.Range(0, 500).Select(_ => random.NextDouble()).ToArray();
        // Equal first centres leave one group empty: it takes the farthest row.
        var options = new KMeansOptions { K = 4, Start = points.SelectRows([0, 0, 1, 2]) };
        Same(new KMeans(options).Fit(points, weights), TorchKMeans.Fit(points, options, Bench.Device, weights));
        Assert.Contains("K is 501", Assert.Throws<ArgumentException>(() => TorchKMeans.Fit(points, new() { K = 501 }, Bench.Device)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pca_ByCovariance_GivesTheComponentsOfTheCpu()
    {
        var points = Clouds(3000, 40, 5, 10);
        var (expected, model) = (Pca.Fit(points, new() { Components = 8 }), TorchPca.Fit(points, new() { Components = 8 }, Bench.Device));
        Assert.InRange(Bench.Largest(expected.Components.RowBlock(0, 4).ToArray(), model.Components.RowBlock(0, 4).ToArray()), 0, 1e-4);
        for (var r = 0; r < 8; r++) Assert.Equal(1, model.ExplainedVariance[r] / expected.ExplainedVariance[r], 1e-5);
        Assert.Equal(1, model.TotalVariance / expected.TotalVariance, 1e-5);
        Assert.Throws<ArgumentException>(() => TorchPca.Fit(points, new() { Solver = PcaSolver.Randomized }, Bench.Device));
    }

    private static void Same(Clustering.Clustering expected, Clustering.Clustering found)
    {
        Assert.Equal(expected.Labels, found.Labels);
        Assert.Equal(1, found.Inertia!.Value / expected.Inertia!.Value, 1e-6);
        Assert.Equal(expected.Algorithm, found.Algorithm);
        Assert.InRange(Bench.Largest(expected.Centres!.Values, found.Centres!.Values), 0, 1e-3);
    }

    /// <summary>Clouds around random centres, far from the origin by <paramref name="shift"/>.</summary>
    private static Matrix Clouds(int rows, int columns, int clouds, float shift)
    {
        var random = new Rng(1);
        var centres = Enumerable.Range(0, clouds * columns).Select(_ => 4 * (float)random.NextGaussian()).ToArray();
        var points = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) points[i, j] = shift + centres[i % clouds * columns + j] + (float)random.NextGaussian();
        }
        return points;
    }
}
