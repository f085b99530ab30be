using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>Sums of single-precision values kept in double precision.</summary>
internal static class WideSums
{
    /// <summary>Adds single-precision values to sums in double precision.</summary>
    public static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        var t = 0;
        for (; t + 8 <= values.Length; t += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(values.Slice(t, 8)));
            (Vector256.Create<double>(sums.Slice(t, 4)) + low).CopyTo(sums[t..]);
            (Vector256.Create<double>(sums.Slice(t + 4, 4)) + high).CopyTo(sums[(t + 4)..]);
        }
        for (; t < values.Length; t++) sums[t] += values[t];
    }
}
