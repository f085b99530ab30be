using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1, 1UL)]
    [InlineData(2, 2UL)]
    [InlineData(3, 3UL)]
    [InlineData(17, 4UL)]
    [InlineData(60, 5UL)]
    public void Of_RandomMatrix_PutsItBackTogether(int n, ulong seed)
    {
        var rng = new Rng(seed);
        var a = Square(n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++) a[i][j] = a[j][i] = rng.NextGaussian();
        }
        Verify(a);
    }

    [Fact]
    public void Of_EqualAndZeroEigenvalues_AreHandled()
    {
        var a = Square(6);
        for (var i = 0; i < 4; i++) a[i][i] = 3;
        Verify(a);
        Verify(Square(5));
        var ones = Square(7);
        foreach (var row in ones) Array.Fill(row, 1);
        Verify(ones);
        Assert.Equal(7, SymmetricEigen.Of(ones).Values[0], 10);
    }

    private static double[][] Square(int n) => [.. Enumerable.Range(0, n).Select(_ => new double[n])];

    private static void Verify(double[][] a)
    {
        var n = a.Length;
        var (values, vectors) = SymmetricEigen.Of(a);
        for (var i = 1; i < n; i++) Assert.True(values[i] <= values[i - 1]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(a[i][j], Enumerable.Range(0, n).Sum(r => values[r] * vectors[r][i] * vectors[r][j]), 1e-10);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, n).Sum(t => vectors[i][t] * vectors[j][t]), 1e-10);
            }
        }
    }
}
