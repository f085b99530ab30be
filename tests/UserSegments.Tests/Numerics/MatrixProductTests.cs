using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class MatrixProductTests
{
    // 0, 1, one below, at and above every tile and block border.
    private static readonly int[] Edges = [0, 1, 3, 4, 5, 6, 7, 11, 12, 13, 15, 16, 17, 31, 32, 33, 47, 48, 49, 97];

    public static TheoryData<string> Paths => ["Scalar", "Avx2", "Avx512"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Multiply_EveryEdge_EqualsTheObviousLoopBitForBit(string path)
    {
        var rng = new Rng(1);
        foreach (var rows in Edges)
        {
            foreach (var columns in Edges)
            {
                foreach (var inner in new[] { 0, 1, 7, 33 }) Compare(Enum.Parse<SimdPath>(path), rows, inner, columns, rng);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Multiply_InnerAcrossDepthBlocks_EqualsTheObviousLoopBitForBit(string path)
    {
        foreach (var inner in new[] { 383, 384, 385, 768, 1000 }) Compare(Enum.Parse<SimdPath>(path), 13, inner, 35, new Rng((ulong)inner));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Multiply_AnyThreadCount_GivesTheSameBits(int threads)
    {
        var rng = new Rng(3);
        foreach (var (rows, inner, columns) in new[] { (300, 129, 77), (5, 600, 1000), (1, 512, 4000), (97, 97, 17) })
        {
            var (a, b) = (Random(rows, inner, rng), Random(inner, columns, rng));
            using var scope = Blocks.UseThreads(threads);
            Assert.Equal(Obvious(a, b).Values, MatrixProduct.Multiply(a, b).Values);
        }
    }

    [Fact]
    public void MultiplyTransposed_RowsAgainstRows_EqualsMultiplyOfTheTranspose()
    {
        var rng = new Rng(4);
        var (a, b) = (Random(21, 40, rng), Random(50, 40, rng));
        var before = (float[])a.Values.Clone();
        Assert.Equal(MatrixProduct.Multiply(a, b.Transpose()).Values, MatrixProduct.MultiplyTransposed(a, b).Values);
        Assert.Equal(before, a.Values);
    }

    [Fact]
    public void Multiply_PackedOnce_EqualsTheUnpacked()
    {
        var rng = new Rng(5);
        var (a, b) = (Random(30, 20, rng), Random(20, 19, rng));
        var packed = PackedMatrix.Pack(b);
        Assert.Equal((20, 19), (packed.Inner, packed.Columns));
        Assert.Equal(MatrixProduct.Multiply(a, b).Values, MatrixProduct.Multiply(a, packed).Values);
        Assert.Equal(MatrixProduct.Multiply(a, b).Values, MatrixProduct.Multiply(a, PackedMatrix.PackTransposed(b.Transpose())).Values);
    }

    [Fact]
    public void Multiply_NaNInOneRow_StaysInThatRow()
    {
        var a = new Matrix(3, 2, [1, 2, float.NaN, 4, float.PositiveInfinity, 6]);
        var product = MatrixProduct.Multiply(a, new Matrix(2, 2, [1, 0, 0, 1]));
        Assert.Equal([1f, 2f], product.Row(0).ToArray());
        Assert.True(float.IsNaN(product[1, 0]) && float.IsNaN(product[1, 1]));
        Assert.True(float.IsPositiveInfinity(product[2, 0]) && float.IsNaN(product[2, 1]));
    }

    [Fact]
    public void Multiply_ShapesThatDoNotFit_AreNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(4, 5)));
        Assert.Contains("b has 4 rows, expected 3", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyTransposed(new Matrix(2, 3), new Matrix(4, 5)));
        Assert.Contains("b has 5 columns, expected 3", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(3, 5), new Matrix(2, 4)));
        Assert.Contains("destination is (2, 4), expected (2, 5)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Simd_UnknownWish_IsNamed()
    {
        Assert.Equal(SimdPath.Scalar, Simd.Choose(" Scalar "));
        Assert.Contains("'sse9'", Assert.Throws<InvalidOperationException>(() => Simd.Choose("sse9")).Message, StringComparison.Ordinal);
    }

    private static void Compare(SimdPath path, int rows, int inner, int columns, Rng rng)
    {
        var (a, b) = (Random(rows, inner, rng), Random(inner, columns, rng));
        var product = new Matrix(rows, columns);
        product.Values.AsSpan().Fill(float.NaN);                        // whatever was there must not matter
        MatrixProduct.Run(path, a, PackedMatrix.Pack(b), product);
        Assert.True(Obvious(a, b).Values.AsSpan().SequenceEqual(product.Values), $"({rows}, {inner}) x ({inner}, {columns}) on {path}");
    }

    /// <summary>The slow, obvious product: one chain of fused multiply-adds an element.</summary>
    private static Matrix Obvious(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Columns);
        for (var i = 0; i < a.Rows; i++)
        {
            for (var k = 0; k < a.Columns; k++)
            {
                for (var j = 0; j < b.Columns; j++) product[i, j] = MathF.FusedMultiplyAdd(a[i, k], b[k, j], product[i, j]);
            }
        }
        return product;
    }

    private static Matrix Random(int rows, int columns, Rng rng)
    {
        var matrix = new Matrix(rows, columns);
        foreach (ref var value in matrix.Values.AsSpan()) value = (float)(rng.NextDouble() * 2 - 1);
        return matrix;
    }
}
