using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Evaluation;

/// <summary>The best items of a score vector, and counts over it; the inner loops of full ranking.</summary>
/// <remarks>Order: score descending, then index ascending. Minus infinity is never selected.</remarks>
public static class TopItems
{
    /// <summary>Writes the k best items in order.</summary>
    /// <param name="scores">(items); NaN is not allowed.</param>
    /// <param name="top">(k), filled from the start.</param>
    /// <returns>How many were written: k, or fewer when fewer items are above minus infinity.</returns>
    /// <remarks>O(n) vector compares against the worst item kept, O(k) for each item that beats it; about k ln(n / k) do on random scores.</remarks>
    public static int Select(ReadOnlySpan<float> scores, Span<int> top)
    {
        var k = top.Length;
        if (k == 0) return 0;
        Span<float> kept = k <= 256 ? stackalloc float[k] : new float[k];     // descending, beside top
        var count = 0;
        var worst = float.NegativeInfinity;
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var blocks = MemoryMarshal.Cast<float, Vector512<float>>(scores);
            for (var b = 0; b < blocks.Length; b++)                           // lane l: item 16 b + l
            {
                var mask = Vector512.GreaterThan(blocks[b], Vector512.Create(worst)).ExtractMostSignificantBits();
                for (; mask != 0; mask &= mask - 1) Offer(scores, 16 * b + BitOperations.TrailingZeroCount(mask), top, kept, ref count, ref worst);
            }
            i = 16 * blocks.Length;
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            var blocks = MemoryMarshal.Cast<float, Vector256<float>>(scores);
            for (var b = 0; b < blocks.Length; b++)                           // lane l: item 8 b + l
            {
                var mask = Vector256.GreaterThan(blocks[b], Vector256.Create(worst)).ExtractMostSignificantBits();
                for (; mask != 0; mask &= mask - 1) Offer(scores, 8 * b + BitOperations.TrailingZeroCount(mask), top, kept, ref count, ref worst);
            }
            i = 8 * blocks.Length;
        }
        for (; i < scores.Length; i++)
        {
            if (scores[i] > worst) Offer(scores, i, top, kept, ref count, ref worst);
        }
        return count;
    }

    // Items come in ascending order, so an equal score loses against what is kept: strictly greater is the tie rule.
    private static void Offer(ReadOnlySpan<float> scores, int item, Span<int> top, Span<float> kept, ref int count, ref float worst)
    {
        var score = scores[item];
        if (!(score > worst)) return;                                         // the mask was taken before the last insertion
        var at = count < top.Length ? count++ : count - 1;
        for (; at > 0 && kept[at - 1] < score; at--) (kept[at], top[at]) = (kept[at - 1], top[at - 1]);
        (kept[at], top[at]) = (score, item);
        if (count == top.Length) worst = kept[count - 1];
    }

    /// <summary>How many scores are greater than a value, and how many equal to it.</summary>
    internal static (int Greater, int Equal) Count(ReadOnlySpan<float> scores, float value)
    {
        var (greater, equal, i) = (0, 0, 0);
        if (Vector512.IsHardwareAccelerated)
        {
            var (g, e, v) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512.Create(value));
            foreach (var block in MemoryMarshal.Cast<float, Vector512<float>>(scores))
            {
                g -= Vector512.GreaterThan(block, v).AsInt32();               // true is -1 in its lane
                e -= Vector512.Equals(block, v).AsInt32();
            }
            (greater, equal, i) = (Vector512.Sum(g), Vector512.Sum(e), scores.Length & ~15);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            var (g, e, v) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256.Create(value));
            foreach (var block in MemoryMarshal.Cast<float, Vector256<float>>(scores))
            {
                g -= Vector256.GreaterThan(block, v).AsInt32();
                e -= Vector256.Equals(block, v).AsInt32();
            }
            (greater, equal, i) = (Vector256.Sum(g), Vector256.Sum(e), scores.Length & ~7);
        }
        for (; i < scores.Length; i++)
        {
            if (scores[i] > value) greater++;
            else if (scores[i] == value) equal++;
        }
        return (greater, equal);
    }
}
