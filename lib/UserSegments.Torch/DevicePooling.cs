using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>One vector out of a sequence's token vectors, on the device.</summary>
internal static class DevicePooling
{
    /// <summary>From states (B, L, H) to (B, H) in single precision.</summary>
    public static Tensor Pool(Pooling pooling, Tensor states, PaddedBatch batch, bool normalize)
    {
        using var scope = NewDisposeScope();
        var pooled = pooling switch
        {
            Pooling.Cls => states.select(1, 0).to(ScalarType.Float32),
            Pooling.Last => Last(states, batch).to(ScalarType.Float32),
            Pooling.Max => (batch.Mask is null ? states : states.masked_fill(batch.Mask.logical_not().unsqueeze(-1), double.NegativeInfinity)).amax([1]).to(ScalarType.Float32),
            Pooling.Mean => Sum(states, batch) / batch.Lengths.to(ScalarType.Float32).unsqueeze(-1),
            Pooling.MeanSqrtLength => Sum(states, batch) / batch.Lengths.to(ScalarType.Float32).sqrt().unsqueeze(-1),
            _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, $"pooling is {pooling}, expected one of {nameof(Pooling)}."),
        };
        // Zeros stay zeros.
        if (normalize) pooled = pooled / pooled.square().sum([-1], keepdim: true).sqrt().clamp_min(1e-30);
        return pooled.MoveToOuterDisposeScope();
    }

    private static Tensor Sum(Tensor states, PaddedBatch batch) =>
        (batch.Mask is null ? states : states * batch.Mask.unsqueeze(-1)).sum([1], type: ScalarType.Float32);

    private static Tensor Last(Tensor states, PaddedBatch batch)
    {
        var ends = arange(batch.Count, device: states.device) * batch.Length + batch.Lengths - 1;
        return states.view(batch.Count * (long)batch.Length, -1).index_select(0, ends);
    }
}
