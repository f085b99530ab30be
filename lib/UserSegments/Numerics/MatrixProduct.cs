using System.Numerics.Tensors;

namespace UserSegments.Numerics;

/// <summary>Products of dense matrices in single precision.</summary>
/// <remarks>Sums run in a fixed order, so the same input gives the same bits on any number of threads. NaN and infinities spread as in IEEE 754.</remarks>
public static class MatrixProduct
{
    private const int BlockRows = 64;

    /// <summary><c>A Bᵀ</c>, shape (n, k): the dot product of every row of A with every row of B.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(k, d).</param>
    /// <exception cref="ArgumentException">The matrices differ in columns.</exception>
    public static Matrix MultiplyTransposed(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Columns != b.Columns) throw new ArgumentException($"b has {b.Columns} columns, expected {a.Columns} as in a.", nameof(b));
        var product = new Matrix(a.Rows, b.Rows);                       // (n, k)
        Blocks.For(a.Rows, BlockRows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = product.Row(i);
                for (var j = 0; j < row.Length; j++) row[j] = TensorPrimitives.Dot<float>(a.Row(i), b.Row(j));
            }
        });
        return product;
    }

    /// <summary><c>A B</c>, shape (n, k).</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(d, k).</param>
    /// <exception cref="ArgumentException">The columns of A are not the rows of B.</exception>
    public static Matrix Multiply(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Columns != b.Rows) throw new ArgumentException($"b has {b.Rows} rows, expected {a.Columns} as a has columns.", nameof(b));
        return MultiplyTransposed(a, b.Transpose());
    }
}
