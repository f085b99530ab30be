using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class DbscanTests
{
    private static readonly Matrix Line = Matrix.FromRows([[1f], [2f], [3f], [7f], [8f], [20f]]);
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "density.json");

    [Theory]
    [InlineData(1, new[] { 0, 0, 0, 1, 1, 2 })]
    [InlineData(2, new[] { 0, 0, 0, 1, 1, -1 })]
    [InlineData(3, new[] { 0, 0, 0, -1, -1, -1 })]
    [InlineData(4, new[] { -1, -1, -1, -1, -1, -1 })]
    public void Fit_OnALine_MatchesTheDrawing(int minPoints, int[] expected) =>
        Assert.Equal(expected, new Dbscan(new() { Radius = 1, MinPoints = minPoints }).Fit(Line).Labels);

    [Fact]
    public void Fit_PointJustBeyondTheRadius_IsNoNeighbour() =>
        Assert.Equal(-1, new Dbscan(new() { Radius = 0.99999, MinPoints = 2 }).Fit(Matrix.FromRows([[0f], [1f]])).Labels[0]);

    [Theory]
    [InlineData("moons")]
    [InlineData("blobs")]
    public void Fit_Fixture_GivesTheLabelsOfScikitLearn(string name)
    {
        var set = Peer.GetProperty("sets").GetProperty(name);
        var (points, radius) = (set.GetProperty("points").Matrix(), set.GetProperty("radius").GetDouble());
        Assert.Equal(set.GetProperty("dbscan").Ints(), new Dbscan(new() { Radius = radius }).Fit(points).Labels);
        Assert.Equal(set.GetProperty("weighted").Ints(), new Dbscan(new() { Radius = radius, MinPoints = 8 }).Fit(points, set.GetProperty("weights").Doubles()).Labels);
    }

    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(12, 4.0)]
    public void Fit_ManyTiles_GivesTheLabelsOfThePlainForm(int columns, double radius)
    {
        var (points, _) = Fixture.Groups(900, columns, 6, 3, 51);
        var counts = new int[900];
        bool Near(int i, int j) => Euclid.SquaredExactly(points.Row(i), points.Row(j)) <= radius * radius;
        for (var i = 0; i < 900; i++) counts[i] = Enumerable.Range(0, 900).Count(j => Near(i, j));
        var labels = new Dbscan(new() { Radius = radius, MinPoints = 4 }).Fit(points).Labels;
        for (var i = 0; i < 900; i++)
        {
            var cores = Enumerable.Range(0, 900).Where(j => counts[j] >= 4 && Near(i, j)).ToArray();
            if (counts[i] >= 4) Assert.All(cores, j => Assert.Equal(labels[i], labels[j]));
            else Assert.Equal(cores.Length == 0 ? -1 : cores.Min(j => labels[j]), labels[i]);
        }
    }

    [Fact]
    public void Fit_DuplicatedRows_ActAsWeights()
    {
        var (points, _) = Fixture.Groups(200, 2, 3, 2, 52);
        var copies = Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 2))).ToArray();
        var weights = Enumerable.Range(0, 200).Select(i => 1.0 + (i % 2)).ToArray();
        var options = new DbscanOptions { Radius = 0.3, MinPoints = 6 };
        var weighted = new Dbscan(options).Fit(points, weights).Labels;
        Assert.Equal(Array.ConvertAll(copies, i => weighted[i]), new Dbscan(options).Fit(points.SelectRows(copies)).Labels);
    }

    [Fact]
    public void Fit_ShuffledRows_GivesTheSameCoresAndNoise()
    {
        var (points, _) = Fixture.Groups(300, 2, 3, 4, 53);
        var order = new Rng(8).Sample(300, 300);
        var straight = new Dbscan(new() { Radius = 0.5 }).Fit(points).Labels;
        var shuffled = new Dbscan(new() { Radius = 0.5 }).Fit(points.SelectRows(order)).Labels;
        Assert.Equal(Array.ConvertAll(order, i => straight[i] < 0), Array.ConvertAll(shuffled, label => label < 0));
        Assert.True(PartitionAgreement.AdjustedRand(Array.ConvertAll(order, i => straight[i]), shuffled) > 0.98);
    }

    [Fact]
    public void Fit_AnyThreadCount_GivesTheSameLabelsAndLeavesInputUnchanged()
    {
        var (points, _) = Fixture.Groups(1500, 4, 5, 2, 54);
        var before = points.Copy();
        var runs = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return new Dbscan(new() { Radius = 0.9 }).Fit(points).Labels;
        }).ToArray();
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        Assert.Equal(before.Values, points.Values);
    }

    [Fact]
    public void Fit_BadInput_IsNamed()
    {
        Assert.Contains("Radius is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DbscanOptions { Radius = 0 }).Message);
        Assert.Empty(new Dbscan(new() { Radius = 1 }).Fit(new Matrix(0, 3)).Labels);
        var points = new Matrix(2, 2);
        points[0, 1] = float.NegativeInfinity;
        Assert.Contains("row 0, column 1", Assert.Throws<ArgumentException>(() => new Dbscan(new() { Radius = 1 }).Fit(points)).Message);
    }
}
