using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Tests.Clustering;

namespace UserSegments.Tests.Reduction;

public sealed class PcaTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Reduction", "reduction.json");

    [Theory]
    [InlineData("tall", 7)]
    [InlineData("wide", 5)]
    public void Fit_TallAndWide_AgreesWithScikitLearn(string name, int rank)
    {
        var expected = Peer.GetProperty(name);
        var model = Pca.Fit(expected.GetProperty("points").Matrix(), new() { Components = rank });
        Assert.All(expected.GetProperty("mean").Doubles().Zip(model.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        for (var r = 0; r < rank; r++)
        {
            Fixture.Close(expected.GetProperty("variance").Doubles()[r], model.ExplainedVariance[r], 1e-6);
            Fixture.Close(expected.GetProperty("ratio").Doubles()[r], model.ExplainedVarianceRatio[r], 1e-6);
            var component = expected.GetProperty("components")[r].Doubles();
            for (var t = 0; t < component.Length; t++) Assert.Equal(component[t], model.Components[r, t], 1e-5);
        }
    }

    [Fact]
    public void Fit_Randomized_AgreesWithCovariance()
    {
        var (points, _) = Fixture.Groups(900, 40, 6, 2, 41);
        var exact = Pca.Fit(points, new() { Components = 5 });
        var random = Pca.Fit(points, new() { Components = 5, Solver = PcaSolver.Randomized, Seed = 2 });
        for (var r = 0; r < 5; r++) Fixture.Close(exact.ExplainedVariance[r], random.ExplainedVariance[r], 1e-4);
        Fixture.Close(exact.TotalVariance, random.TotalVariance, 1e-6);
    }

    [Theory]
    [InlineData(PcaSolver.Covariance)]
    [InlineData(PcaSolver.Randomized)]
    public void Fit_AnyThreadCount_GivesTheSameBits(PcaSolver solver)
    {
        var (points, _) = Fixture.Groups(2500, 60, 6, 2, 42);
        var models = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return Pca.Fit(points, new() { Components = 7, Solver = solver, Seed = 9 });
        }).ToArray();
        Assert.Equal(models[0].Components.Values, models[1].Components.Values);
        Assert.Equal(models[0].Components.Values, models[2].Components.Values);
    }

    [Fact]
    public void Transform_AllComponents_KeepsDistancesAndComesBack()
    {
        var (points, _) = Fixture.Groups(50, 6, 2, 2, 43);
        var model = Pca.Fit(points);
        var scores = model.Transform(points);
        Assert.Equal(Euclid.SquaredExactly(points.Row(0), points.Row(9)), Euclid.SquaredExactly(scores.Row(0), scores.Row(9)), 1e-3);
        var back = model.InverseTransform(scores);
        for (var i = 0; i < points.Values.Length; i++) Assert.Equal(points.Values[i], back.Values[i], 1e-4);
    }

    [Fact]
    public void Transform_Whitened_HasVarianceOne()
    {
        var (points, _) = Fixture.Groups(400, 6, 2, 2, 44);
        var scores = Pca.Fit(points, new() { Components = 3, Whiten = true }).Transform(points);
        for (var r = 0; r < 3; r++)
            Assert.Equal(1, Enumerable.Range(0, 400).Sum(i => (double)scores[i, r] * scores[i, r]) / 399, 1e-4);
    }

    [Fact]
    public void Fit_VarianceShare_KeepsTheFewestThatReachIt()
    {
        var (points, _) = Fixture.Groups(300, 10, 4, 3, 45);
        var all = Pca.Fit(points).CumulativeRatio;
        var kept = Pca.Fit(points, new() { VarianceShare = 0.8 }).Rank;
        Assert.True(all[kept - 1] >= 0.8 && (kept == 1 || all[kept - 2] < 0.8));
    }

    [Fact]
    public void Fit_ConstantColumn_GetsNoWeight()
    {
        var (points, _) = Fixture.Groups(100, 3, 2, 2, 46);
        for (var i = 0; i < 100; i++) points[i, 1] = 7;
        Assert.Equal(0, Pca.Fit(points, new() { Components = 1 }).Components[0, 1], 1e-7);
    }

    [Fact]
    public void Fit_BadInput_IsNamed()
    {
        Assert.Contains("points has 1 rows", Assert.Throws<ArgumentException>(() => Pca.Fit(new Matrix(1, 3))).Message);
        Assert.Contains("all rows are equal", Assert.Throws<ArgumentException>(() => Pca.Fit(new Matrix(4, 3))).Message);
        Assert.Contains("min(4, 3) = 3", Assert.Throws<ArgumentException>(() => Pca.Fit(new Matrix(4, 3), new() { Components = 4 })).Message);
        var points = new Matrix(4, 3);
        points[3, 2] = float.NaN;
        Assert.Contains("row 3, column 2", Assert.Throws<ArgumentException>(() => Pca.Fit(points)).Message);
    }

    [Fact]
    public void TruncatedSvd_AgreesWithScikitLearn()
    {
        var dense = Peer.GetProperty("sparse").Matrix();
        var sparse = SparseMatrix.FromEntries(dense.Rows, dense.Columns,
            from i in Enumerable.Range(0, dense.Rows) from j in Enumerable.Range(0, dense.Columns) where dense[i, j] != 0 select (i, j, dense[i, j]));
        var model = TruncatedSvd.Fit(sparse, 5, seed: 3, passes: 30);
        var expected = Peer.GetProperty("svd");
        for (var r = 0; r < 5; r++)
        {
            Fixture.Close(expected.GetProperty("values").Doubles()[r], model.SingularValues[r], 1e-6);
            Fixture.Close(expected.GetProperty("ratio").Doubles()[r], model.ExplainedVarianceRatio[r], 1e-4);
            var component = expected.GetProperty("components")[r].Doubles();
            for (var t = 0; t < component.Length; t++) Assert.Equal(component[t], model.Components[r, t], 1e-4);
        }
    }

    [Fact]
    public void TruncatedSvd_BadInput_IsNamed()
    {
        var empty = SparseMatrix.FromEntries(4, 3, []);
        Assert.Contains("rank is 4, expected 1 to min(rows, columns) = min(4, 3) = 3", Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Fit(empty, 4, 1)).Message);
        Assert.Contains("only zeros", Assert.Throws<ArgumentException>(() => TruncatedSvd.Fit(empty, 2, 1)).Message);
        var broken = SparseMatrix.FromEntries(4, 3, [(1, 2, float.NaN)]);
        Assert.Contains("row 1, column 2", Assert.Throws<ArgumentException>(() => TruncatedSvd.Fit(broken, 2, 1)).Message);
    }
}
