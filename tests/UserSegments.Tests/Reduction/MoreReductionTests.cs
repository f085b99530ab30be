using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Tests.Clustering;

namespace UserSegments.Tests.Reduction;

public sealed class MoreReductionTests
{
    [Fact]
    public void IncrementalPca_Batches_GiveTheModelOfAllRows()
    {
        var (points, _) = Fixture.Groups(500, 8, 4, 3, 91);
        var online = new IncrementalPca();
        for (var start = 0; start < 500; start += 90)
            online.Update(points.SelectRows([.. Enumerable.Range(start, Math.Min(90, 500 - start))]));
        var (whole, model) = (Pca.Fit(points, new() { Components = 3 }), online.Model(3));
        for (var r = 0; r < 3; r++) Fixture.Close(whole.ExplainedVariance[r], model.ExplainedVariance[r], 1e-6);
        for (var i = 0; i < whole.Components.Values.Length; i++) Assert.Equal(whole.Components.Values[i], model.Components.Values[i], 1e-4);
        Assert.Contains("expected 8 as before", Assert.Throws<ArgumentException>(() => online.Update(new Matrix(1, 2))).Message);
        Assert.Contains("0 rows were seen", Assert.Throws<InvalidOperationException>(() => new IncrementalPca().Model(1)).Message);
    }

    [Fact]
    public void ParallelAnalysis_TwoStrongDirections_FindsTwo()
    {
        var (points, rng) = (new Matrix(300, 10), new Rng(92));
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (3 * rng.NextGaussian(), 2 * rng.NextGaussian());
            for (var t = 0; t < 10; t++) points[i, t] = (float)((t < 5 ? a : b) + rng.NextGaussian());
        }
        var analysis = ParallelAnalysis.Run(points, 20, 1);
        Assert.Equal(2, analysis.Components);
        Assert.Equal(1.0 / 21, analysis.PValues[0], 12);
    }

    [Fact]
    public void Tsne_ThreeGroups_StayApartInThePicture()
    {
        var (points, truth) = Fixture.Groups(240, 10, 3, 6, 93);
        var picture = Tsne.Fit(points, new() { Perplexity = 15, Steps = 300 });
        Assert.True(NeighboursOfOwnGroup(picture.Points, truth) > 0.98);
        Assert.True(picture.Objective is > 0 and < 2, $"divergence {picture.Objective}");
        Assert.Contains("mean nothing", picture.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Tsne_ThetaZero_AgreesWithTheExactForces()
    {
        var (rng, place) = (new Rng(94), new double[80]);
        for (var i = 0; i < place.Length; i++) place[i] = rng.NextGaussian();
        place[2] = place[0];
        place[3] = place[1];
        var (tree, force) = (new QuadTree(place), new double[80]);
        for (var i = 0; i < 40; i++)
        {
            var normal = tree.Repulsion(i, 0, force);
            var (x, y, sum) = (0.0, 0.0, 0.0);
            for (var j = 0; j < 40; j++)
            {
                if (j == i) continue;
                var (dx, dy) = (place[2 * i] - place[2 * j], place[(2 * i) + 1] - place[(2 * j) + 1]);
                var likeness = 1 / (1 + (dx * dx) + (dy * dy));
                sum += likeness;
                x += likeness * likeness * dx;
                y += likeness * likeness * dy;
            }
            Assert.Equal(sum, normal, 1e-9);
            Assert.Equal(x, force[2 * i], 1e-9);
            Assert.Equal(y, force[(2 * i) + 1], 1e-9);
        }
    }

    [Fact]
    public void Umap_ThreeGroups_StayApartInThePicture()
    {
        var (points, truth) = Fixture.Groups(240, 10, 3, 6, 95);
        var picture = Umap.Fit(points, new() { Epochs = 100, Seed = 3 });
        Assert.True(NeighboursOfOwnGroup(picture.Points, truth) > 0.98);
        Assert.Equal(picture.Points.Values, Umap.Fit(points, new() { Epochs = 100, Seed = 3 }).Points.Values);
    }

    [Theory]
    [InlineData(0.1, 1.577, 0.895)]
    [InlineData(0.5, 0.583, 1.334)]
    public void Umap_Curve_HasTheParametersOfThePaper(double minDistance, double a, double b)
    {
        var curve = Umap.Curve(minDistance);
        Assert.Equal(a, curve.A, 0.02);
        Assert.Equal(b, curve.B, 0.02);
    }

    [Fact]
    public void Pictures_AnyThreadCount_GiveTheSameBits()
    {
        var (points, _) = Fixture.Groups(200, 6, 3, 2, 96);
        var runs = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return (Tsne.Fit(points, new() { Perplexity = 10, Steps = 50 }), Umap.Fit(points, new() { Epochs = 20 }));
        }).ToArray();
        foreach (var (tsne, umap) in runs[1..])
        {
            Assert.Equal(runs[0].Item1.Points.Values, tsne.Points.Values);
            Assert.Equal(runs[0].Item2.Points.Values, umap.Points.Values);
        }
    }

    [Fact]
    public void Pictures_TooFewRows_SayHowManyAreNeeded()
    {
        Assert.Contains("points has 90 rows, expected more than 3 x Perplexity = 90", Assert.Throws<ArgumentException>(() => Tsne.Fit(new Matrix(90, 2))).Message);
        Assert.Contains("expected at least Neighbours = 15", Assert.Throws<ArgumentException>(() => Umap.Fit(new Matrix(14, 2))).Message);
    }

    [Fact]
    public void NearestNeighbours_ManyTiles_AgreesWithSortingAllDistances()
    {
        var (points, _) = Fixture.Groups(700, 7, 4, 1, 97);
        var near = NearestNeighbours.Among(points, 9);
        for (var i = 0; i < 700; i += 13)
        {
            var expected = Enumerable.Range(0, 700).Where(j => j != i).OrderBy(j => Euclid.SquaredExactly(points.Row(i), points.Row(j))).Take(9);
            Assert.Equal(expected, near.Of(i).ToArray());
        }
    }

    private static double NeighboursOfOwnGroup(Matrix picture, int[] truth)
    {
        var near = NearestNeighbours.Among(picture, 5);
        return Enumerable.Range(0, truth.Length).Average(i => near.Of(i).ToArray().Average(j => truth[j] == truth[i] ? 1.0 : 0));
    }
}
