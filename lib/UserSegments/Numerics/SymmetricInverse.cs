using System.Globalization;
using System.Numerics.Tensors;

namespace UserSegments.Numerics;

/// <summary>The inverse of a symmetric, positive definite matrix, by blocks of columns, in place.</summary>
/// <remarks>
/// The sweep operator (Goodnight, 1979), 128 columns at a time: it keeps the matrix symmetric at every step, so that only the lower triangle is worked,
/// about n³ operations, half of what Gauss and Jordan's elimination takes. The small diagonal block is swept in double precision, the rest is
/// matrix products added in place. n² + 400 n floats of memory. Only the lower triangle is read. Same bits on any number of threads.
/// </remarks>
public static class SymmetricInverse
{
    private const int Block = 128;
    private const int RowsAtOnce = 96;

    /// <summary>Replaces a matrix by its inverse.</summary>
    /// <param name="matrix">(n, n), symmetric, positive definite; overwritten.</param>
    /// <param name="cancellation">Stops between blocks; the matrix is then worthless.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or not positive definite: the column is named.</exception>
    public static void InvertInPlace(Matrix matrix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != matrix.Columns) throw new ArgumentException($"matrix is ({matrix.Rows}, {matrix.Columns}), expected a square.", nameof(matrix));
        for (var start = 0; start < matrix.Rows; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            Sweep(matrix, start, Math.Min(Block, matrix.Rows - start));
        }
        Blocks.For(matrix.Rows, 64, (_, first, last) =>                       // swept everywhere it is minus the inverse
        {
            for (var i = first; i < last; i++) TensorPrimitives.Negate<float>(matrix.Row(i)[..(i + 1)], matrix.Row(i));
        });
        Mirror(matrix);
    }

    // A_ij -= A_ik D A_kj, A_kj = D A_kj, A_kk = -D with D the inverse of A_kk; A_ik is A_ki transposed and never formed.
    private static unsafe void Sweep(Matrix a, int start, int size)
    {
        var n = a.Rows;
        var pivot = InverseOfBlock(a, start, size);                           // (size, size)
        var rows = WholeRows(a, start, size);                                 // (size, n), zero in the block's own columns
        var scaled = MatrixProduct.Multiply(pivot, rows);                     // (size, n)
        TensorPrimitives.Negate<float>(scaled.Values, scaled.Values);
        var packed = PackedMatrix.Pack(scaled);
        fixed (float* left = rows.Values, target = a.Values)
        {
            var (u, c) = ((nint)left, (nint)target);                          // a lambda may not capture what is fixed
            var tasks = Blocks.Count(n, RowsAtOnce);
            Blocks.For(tasks, 1, (task, _, _) =>
            {
                var row = (tasks - 1 - task) * RowsAtOnce;                    // the longest rows first: no thread is left with them
                var count = Math.Min(RowsAtOnce, n - row);
                TransposedProduct.Run(
                    (float*)u + row, n, size, count, packed.Data, Math.Min(n, row + count), (float*)c + (nint)row * n, n, accumulate: true);
            });
        }
        GC.KeepAlive(packed);
        for (var k = 0; k < size; k++)
        {
            TensorPrimitives.Negate<float>(scaled.Row(k)[..start], a.Row(start + k));
            TensorPrimitives.Negate<float>(pivot.Row(k), a.Row(start + k).Slice(start, size));
        }
        Blocks.For(n - start - size, 64, (_, first, last) =>
        {
            for (var i = start + size + first; i < start + size + last; i++)
            {
                for (var k = 0; k < size; k++) a[i, start + k] = -scaled[k, i];
            }
        });
    }

    private static Matrix WholeRows(Matrix a, int start, int size)
    {
        var rows = new Matrix(size, a.Rows);
        for (var k = 0; k < size; k++) a.Row(start + k)[..start].CopyTo(rows.Row(k));
        for (var j = start + size; j < a.Rows; j++)
        {
            var below = a.Row(j).Slice(start, size);
            for (var k = 0; k < size; k++) rows[k, j] = below[k];
        }
        return rows;
    }

    private static void Mirror(Matrix a)
    {
        const int tile = 64;                                                  // both sides of a tile stay in the first cache
        Blocks.For(Blocks.Count(a.Rows, tile), 1, (band, _, _) =>
        {
            for (var left = 0; left <= band; left++)
            {
                for (var i = band * tile; i < Math.Min(a.Rows, (band + 1) * tile); i++)
                {
                    var row = a.Row(i);
                    for (var j = left * tile; j < Math.Min(i, (left + 1) * tile); j++) a[j, i] = row[j];
                }
            }
        });
    }

    // Gauss and Jordan's elimination in double precision, a row at a time; the pivots are those of Cholesky's factors.
    private static Matrix InverseOfBlock(Matrix a, int start, int size)
    {
        var rows = new double[size][];
        for (var i = 0; i < size; i++) rows[i] = new double[size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++) rows[i][j] = rows[j][i] = a[start + i, start + j];
        }
        for (var k = 0; k < size; k++)
        {
            var own = rows[k];
            var pivot = own[k];
            if (!(pivot > 0 && double.IsFinite(pivot)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"matrix is not positive definite: the pivot of column {start + k} is {pivot}, expected above 0."), nameof(a));
            own[k] = 1;
            TensorPrimitives.Divide(own, pivot, own);
            for (var i = 0; i < size; i++)
            {
                if (i == k) continue;
                var factor = -rows[i][k];
                rows[i][k] = 0;
                TensorPrimitives.MultiplyAdd(own, factor, rows[i], rows[i]);
            }
        }
        var inverse = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++) inverse[i, j] = (float)rows[i][j];
        }
        return inverse;
    }
}
