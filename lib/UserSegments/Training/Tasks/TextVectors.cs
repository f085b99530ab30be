using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>The vectors of a task's texts: made anew in every step, or once and for all where nothing of the encoder learns.</summary>
/// <remarks>A frozen encoder works without dropout, so the kept vectors are those that every step would make again.</remarks>
internal sealed class TextVectors(IReadOnlyList<int[]> texts, Pooling pooling, bool normalize)
{
    private (TrainableEncoder Encoder, long Version, Matrix Vectors)? kept;

    /// <summary>Number of texts that were encoded so far, for tests.</summary>
    public long Encoded { get; private set; }

    /// <summary>One forward pass.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="which">Indices of texts.</param>
    /// <param name="key">Key of the dropout, or null for none.</param>
    /// <param name="augment">Changes a text in training, or null; changed texts are not kept.</param>
    public PooledPass Pass(TrainableEncoder encoder, ReadOnlySpan<int> which, ulong? key, Func<int[], int[]>? augment = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.IsFrozen && augment is null) return PooledPass.Fixed(Kept(encoder).SelectRows(which));
        var batch = new int[which.Length][];
        for (var i = 0; i < batch.Length; i++) batch[i] = augment is null ? texts[which[i]] : augment(texts[which[i]]);
        Encoded += batch.Length;
        return new PooledPass(encoder, batch, pooling, normalize, key);
    }

    /// <summary>Vectors of all texts, (texts, width), without dropout.</summary>
    public Matrix All(TrainableEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return encoder.IsFrozen ? Kept(encoder) : PooledPass.Encode(encoder, texts, pooling, normalize);
    }

    private Matrix Kept(TrainableEncoder encoder)
    {
        if (kept is { } old && ReferenceEquals(old.Encoder, encoder) && old.Version == encoder.Version) return old.Vectors;
        var vectors = PooledPass.Encode(encoder, texts, pooling, normalize);
        Encoded += texts.Count;
        kept = (encoder, encoder.Version, vectors);
        return vectors;
    }
}
