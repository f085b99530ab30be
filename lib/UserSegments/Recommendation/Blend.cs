using System.Numerics.Tensors;

namespace UserSegments.Recommendation;

/// <summary>Brings scores of different recommenders to one scale.</summary>
internal static class Blend
{
    /// <summary>Turns scores into standard scores over the items, minus infinity aside; all equal becomes 0.</summary>
    public static void Standardise(Span<float> scores)
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        foreach (var score in scores)
        {
            if (float.IsNegativeInfinity(score)) continue;
            sum += score;
            squares += (double)score * score;
            count++;
        }
        if (count == 0) return;
        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        var scale = deviation > 1e-12 * Math.Abs(mean) ? (float)(1 / deviation) : 0;
        foreach (ref var score in scores)
        {
            if (!float.IsNegativeInfinity(score)) score = (score - (float)mean) * scale;
        }
    }

    /// <summary>Turns scores into 1 / (60 + rank); minus infinity stays.</summary>
    public static void ReciprocalRanks(Span<float> scores)
    {
        var keys = new float[scores.Length];
        var order = new int[scores.Length];
        for (var i = 0; i < keys.Length; i++) (keys[i], order[i]) = (-scores[i], i);
        // Equal scores by index: the sort is not stable, so ties are put in order afterwards.
        Array.Sort(keys, order);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            Array.Sort(order, start, end - start);
            start = end;
        }
        for (var rank = 1; rank <= order.Length; rank++)
        {
            if (!float.IsPositiveInfinity(keys[rank - 1])) scores[order[rank - 1]] = 1f / (60 + rank);
        }
    }

    /// <summary><c>sum += weight · scores</c>; minus infinity in either stays, whatever the weight.</summary>
    public static void Add(ReadOnlySpan<float> scores, float weight, Span<float> sum)
    {
        if (weight > 0)                                                       // IEEE arithmetic keeps minus infinity by itself
        {
            TensorPrimitives.MultiplyAdd(scores, weight, sum, sum);
            return;
        }
        for (var i = 0; i < sum.Length; i++)
            sum[i] = float.IsNegativeInfinity(scores[i]) ? float.NegativeInfinity : sum[i] + weight * scores[i];
    }

    /// <summary><c>scores = w · own + (1 - w) · scores</c>; minus infinity in either stays.</summary>
    public static void Mix(ReadOnlySpan<float> own, float weight, Span<float> scores)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = float.IsNegativeInfinity(own[i]) || float.IsNegativeInfinity(scores[i])
                ? float.NegativeInfinity
                : weight * own[i] + (1 - weight) * scores[i];
        }
    }
}
