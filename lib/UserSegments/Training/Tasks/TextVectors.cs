using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>The vectors of a task's texts: made anew in every step, or once where nothing of the encoder learns; between two steps they are made once in either case.</summary>
/// <remarks>A frozen encoder works without dropout, so the kept vectors are those that every step would make again.</remarks>
internal sealed class TextVectors(IReadOnlyList<int[]> texts, Pooling pooling, bool normalize)
{
    private readonly bool[] have = new bool[texts.Count];
    private Matrix kept = new(0, 0);
    private (TrainableEncoder? Encoder, long Version) of;

    /// <summary>Number of texts that were encoded so far.</summary>
    public long Encoded { get; private set; }

    /// <summary>One forward pass.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="which">Indices of texts.</param>
    /// <param name="key">Key of the dropout, or null for none.</param>
    /// <param name="augment">Changes a text in training, or null; changed texts are not kept.</param>
    public PooledPass Pass(TrainableEncoder encoder, ReadOnlySpan<int> which, ulong? key, Func<int[], int[]>? augment = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.IsFrozen && augment is null) return PooledPass.Fixed(Rows(encoder, which));
        var batch = new int[which.Length][];
        for (var i = 0; i < batch.Length; i++) batch[i] = augment is null ? texts[which[i]] : augment(texts[which[i]]);
        Encoded += batch.Length;
        return new PooledPass(encoder, batch, pooling, normalize, key);
    }

    /// <summary>Vectors of some texts without dropout, (which, width); those that this encoder has made with these weights are not made again.</summary>
    public Matrix Rows(TrainableEncoder encoder, ReadOnlySpan<int> which)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var version = encoder.Version;
        if (!ReferenceEquals(of.Encoder, encoder) || of.Version != version)
        {
            of = (encoder, version);
            Array.Clear(have);
            if (kept.Columns != encoder.Config.HiddenSize) kept = new Matrix(texts.Count, encoder.Config.HiddenSize);
        }
        var missing = new List<int>();
        foreach (var text in which)
        {
            if (have[text]) continue;
            have[text] = true;
            missing.Add(text);
        }
        var made = PooledPass.Encode(encoder, [.. missing.Select(text => texts[text])], pooling, normalize);
        Encoded += missing.Count;
        for (var i = 0; i < missing.Count; i++) made.Row(i).CopyTo(kept.Row(missing[i]));
        return kept.SelectRows(which);
    }
}
