using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>Squared Euclidean distances in single precision that stay right where a dot-product formula cancels.</summary>
internal static class Euclid
{
    // Below this share of |x|^2 + |y|^2 the formula |x|^2 + |y|^2 - 2xy has lost too many bits: the difference is summed anew.
    private const float Cancelled = 1f / 8;

    /// <summary>The squared length of each row, shape (n), each summed in double precision.</summary>
    public static float[] SquaredNorms(Matrix rows)
    {
        var norms = new float[rows.Rows];
        Blocks.For(rows.Rows, 1024, (_, start, end) =>
        {
            for (var i = start; i < end; i++) norms[i] = TensorPrimitives.SumOfSquares<float>(rows.Row(i));
        });
        return norms;
    }

    /// <summary>Whether <c>|x|^2 + |y|^2 - 2xy</c> has cancelled so far that the difference must be summed instead.</summary>
    public static bool HasCancelled(float squared, float scale) => squared < Cancelled * scale;

    /// <summary>The squared distance of two rows, by differences: right to a few units in the last place.</summary>
    public static float Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        // Two chains of eight lanes each; lane l sums columns l, l + 16, l + 32, ... of its half.
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        Vector256<float> s0 = default, s1 = default;
        nint t = 0, length = Math.Min(x.Length, y.Length);
        for (; t + 16 <= length; t += 16)
        {
            var d0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref a, t)) - Vector256.LoadUnsafe(ref Unsafe.Add(ref b, t));
            var d1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref a, t + 8)) - Vector256.LoadUnsafe(ref Unsafe.Add(ref b, t + 8));
            s0 = Vector256.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector256.FusedMultiplyAdd(d1, d1, s1);
        }
        var sum = Vector256.Sum(s0 + s1);
        for (; t < length; t++)
        {
            var d = Unsafe.Add(ref a, t) - Unsafe.Add(ref b, t);
            sum += d * d;
        }
        return sum;
    }

    /// <summary>The squared distance of two rows summed in double precision.</summary>
    public static double SquaredExactly(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double s0 = 0, s1 = 0;
        var t = 0;
        for (; t + 1 < x.Length; t += 2)
        {
            var a = (double)x[t] - y[t];
            var b = (double)x[t + 1] - y[t + 1];
            s0 += a * a;
            s1 += b * b;
        }
        if (t < x.Length)
        {
            var a = (double)x[t] - y[t];
            s0 += a * a;
        }
        return s0 + s1;
    }

    /// <summary>Turns dot products of x with rows first .. first + count - 1 of <paramref name="rows"/> into squared distances, in place.</summary>
    public static void FromProducts(ReadOnlySpan<float> x, float squaredNorm, Matrix rows, ReadOnlySpan<float> squaredNorms, int first, Span<float> products)
    {
        for (var j = 0; j < products.Length; j++)
        {
            var scale = squaredNorm + squaredNorms[first + j];
            var squared = scale - (2 * products[j]);
            products[j] = HasCancelled(squared, scale) ? Squared(x, rows.Row(first + j)) : squared;
        }
    }

    /// <summary>A copy with the column means taken away; distances are the same and products cancel less.</summary>
    public static Matrix Centred(Matrix points, ReadOnlySpan<float> means)
    {
        var centred = new Matrix(points.Rows, points.Columns);
        for (var i = 0; i < points.Rows; i++) TensorPrimitives.Subtract(points.Row(i), means, centred.Row(i));
        return centred;
    }

    /// <summary>Means of the columns, or zeros when there are no rows.</summary>
    public static float[] MeansOrZero(Matrix points) => points.Rows == 0 ? new float[points.Columns] : points.ColumnMeans();
}
