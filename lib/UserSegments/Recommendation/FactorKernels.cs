using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>The two inner loops of alternating least squares over named rows of a matrix: dots with a vector, and a weighted sum.</summary>
/// <remarks>Four rows at a time, so that the vector is loaded once for four; lane l of vector v is column 8 v + l. The order of sums is fixed.</remarks>
internal static unsafe class FactorKernels
{
    /// <summary>Columns of one vector; widths must be a multiple of it.</summary>
    public const int Lanes = 8;

    /// <summary>The matrix itself where its width is a multiple of the lanes, else a copy with columns of zeros added.</summary>
    public static Matrix Padded(Matrix matrix)
    {
        var width = Blocks.Count(matrix.Columns, Lanes) * Lanes;
        if (width == matrix.Columns) return matrix;
        var padded = new Matrix(matrix.Rows, width);
        for (var i = 0; i < matrix.Rows; i++) matrix.Row(i).CopyTo(padded.Row(i));
        return padded;
    }

    /// <summary><c>dots[n] = row(rows[n]) · x</c>.</summary>
    public static void Dots(float* matrix, int width, int* rows, int count, float* x, float* dots)
    {
        var n = 0;
        for (; n + 4 <= count; n += 4)
        {
            float* r0 = matrix + (nint)rows[n] * width, r1 = matrix + (nint)rows[n + 1] * width;
            float* r2 = matrix + (nint)rows[n + 2] * width, r3 = matrix + (nint)rows[n + 3] * width;
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (var j = 0; j < width; j += Lanes)
            {
                var v = Vector256.Load(x + j);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Load(r0 + j), v, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Load(r1 + j), v, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Load(r2 + j), v, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Load(r3 + j), v, s3);
            }
            (dots[n], dots[n + 1], dots[n + 2], dots[n + 3]) = (Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2), Vector256.Sum(s3));
        }
        for (; n < count; n++)
        {
            var row = matrix + (nint)rows[n] * width;
            Vector256<float> s = default;
            for (var j = 0; j < width; j += Lanes) s = Vector256.FusedMultiplyAdd(Vector256.Load(row + j), Vector256.Load(x + j), s);
            dots[n] = Vector256.Sum(s);
        }
    }

    /// <summary><c>sum += Σ weights[n] · row(rows[n])</c>.</summary>
    public static void Add(float* matrix, int width, int* rows, int count, float* weights, float* sum)
    {
        var n = 0;
        for (; n + 4 <= count; n += 4)
        {
            AddFour(
                matrix + (nint)rows[n] * width, matrix + (nint)rows[n + 1] * width, matrix + (nint)rows[n + 2] * width, matrix + (nint)rows[n + 3] * width,
                width, weights + n, sum);
        }
        for (; n < count; n++)
        {
            var row = matrix + (nint)rows[n] * width;
            var weight = Vector256.Create(weights[n]);
            for (var j = 0; j < width; j += Lanes) Vector256.FusedMultiplyAdd(Vector256.Load(row + j), weight, Vector256.Load(sum + j)).Store(sum + j);
        }
    }

    /// <summary><c>sum += Gᵀ x</c> for a square matrix of which all rows take part.</summary>
    public static void AddProduct(float* square, int width, float* x, float* sum)
    {
        for (var n = 0; n < width; n += 4)                                    // the width is a multiple of 8
        {
            var row = square + (nint)n * width;
            AddFour(row, row + width, row + 2 * width, row + 3 * width, width, x + n, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(float* r0, float* r1, float* r2, float* r3, int width, float* weights, float* sum)
    {
        var (w0, w1, w2, w3) = (Vector256.Create(weights[0]), Vector256.Create(weights[1]), Vector256.Create(weights[2]), Vector256.Create(weights[3]));
        for (var j = 0; j < width; j += Lanes)
        {
            var s = Vector256.FusedMultiplyAdd(Vector256.Load(r0 + j), w0, Vector256.Load(sum + j));
            s = Vector256.FusedMultiplyAdd(Vector256.Load(r1 + j), w1, s);
            s = Vector256.FusedMultiplyAdd(Vector256.Load(r2 + j), w2, s);
            Vector256.FusedMultiplyAdd(Vector256.Load(r3 + j), w3, s).Store(sum + j);
        }
    }
}
