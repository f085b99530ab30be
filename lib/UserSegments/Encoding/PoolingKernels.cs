using System.Numerics.Tensors;

namespace UserSegments.Encoding;

/// <summary>One vector out of a sequence's token vectors.</summary>
internal static class PoolingKernels
{
    /// <summary>Pools (n, d) token vectors into (d); no tokens give zeros.</summary>
    public static void Pool(Pooling pooling, ReadOnlySpan<float> tokens, int width, Span<float> target)
    {
        target.Clear();
        var count = tokens.Length / width;
        if (count == 0) return;
        switch (pooling)
        {
            case Pooling.Cls:
                tokens[..width].CopyTo(target);
                return;
            case Pooling.Last:
                tokens[^width..].CopyTo(target);
                return;
            case Pooling.Max:
                tokens[..width].CopyTo(target);
                for (var t = 1; t < count; t++) TensorPrimitives.Max(target, tokens.Slice(t * width, width), target);
                return;
            default:
                for (var t = 0; t < count; t++) TensorPrimitives.Add(target, tokens.Slice(t * width, width), target);
                TensorPrimitives.Divide(target, pooling == Pooling.Mean ? count : MathF.Sqrt(count), target);
                return;
        }
    }

    /// <summary>Makes the Euclidean length 1; zeros stay zeros.</summary>
    public static void Normalize(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
    }
}
