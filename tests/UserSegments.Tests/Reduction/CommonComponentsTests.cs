using UserSegments.Numerics;
using UserSegments.Reduction;

namespace UserSegments.Tests.Reduction;

public sealed class CommonComponentsTests
{
    [Fact]
    public void Remove_ByHand_LeavesWhatIsAcrossTheFirstComponent()
    {
        // Mean (1, 0); most variance along x, the rest along y.
        var points = Matrix.FromRows([[5, 1], [-3, 1], [5, -1], [-3, -1]]);
        var one = CommonComponents.Fit(points, 1);
        Assert.Equal([0f, 1, 0, 1, 0, -1, 0, -1], one.Remove(points).Values.Select(x => MathF.Round(x, 5) + 0f));
        Assert.Equal([4f, 1, -4, 1, 4, -1, -4, -1], CommonComponents.Fit(points, 0).Remove(points).Values);
        Assert.Equal(1, one.Count);
        Assert.Equal([0f, 0, 0, 3], one.Remove(Matrix.FromRows([[0, 0], [7, 3]])).Values.Select(x => MathF.Round(x, 5) + 0f));
        Assert.Equal([5f, 1], points.Row(0).ToArray());
    }

    [Fact]
    public void Remove_ManyRows_LeavesNothingAlongTheComponents()
    {
        var random = new Rng(3);
        var points = new Matrix(400, 6);
        for (var i = 0; i < points.Values.Length; i++) points.Values[i] = (float)((random.NextGaussian() * (1 + (i % 6))) + 2);
        var rest = CommonComponents.Fit(points, 2).Remove(points);
        var components = Pca.Fit(points, new PcaOptions { Components = 2 }).Components;
        var along = MatrixProduct.MultiplyTransposed(rest, components);
        Assert.All(along.Values, value => Assert.Equal(0f, value, 1e-3f));
        Assert.All(rest.ColumnMeans(), mean => Assert.Equal(0f, mean, 1e-3f));
    }

    [Fact]
    public void Fit_TooManyComponents_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CommonComponents.Fit(new Matrix(5, 3), 3));
        var fitted = CommonComponents.Fit(Matrix.FromRows([[1, 2], [3, 5]]), 1);
        Assert.Contains("3 columns", Assert.Throws<ArgumentException>(() => fitted.Remove(new Matrix(1, 3))).Message, StringComparison.Ordinal);
    }
}
