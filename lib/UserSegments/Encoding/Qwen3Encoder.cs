using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>Qwen3 embedding models (Zhang et al., 2025): a decoder whose last token's state is the vector of a text; on the CPU.</summary>
/// <remarks>
/// Rotary positions, RMS norms (of query and key heads too), grouped-query causal attention, SwiGLU. Weights in float32, float16 or bfloat16
/// are taken to single precision (4 bytes a weight of the layers; word embeddings are read where they lie) or to 8-bit integers.
/// Sequences are packed without padding. The vector of a sequence has the same bits on any number of threads and in any batch.
/// NaN weights give NaN vectors. Thread-safe.
/// </remarks>
public sealed class Qwen3Encoder : IEncoderModel, IDisposable
{
    private readonly Qwen3Weights weights;
    private readonly PackedForward<Qwen3Workspace> forward;

    private Qwen3Encoder(Qwen3Config config, Qwen3Weights weights, Pooling pooling, bool normalize)
    {
        (Config, this.weights, Pooling, Normalize) = (config, weights, pooling, normalize);
        forward = new PackedForward<Qwen3Workspace>(config.HiddenSize, (batch, first, last, work) => Qwen3Forward.Run(config, weights, batch, first, last, work));
    }

    /// <summary>Shape of the model.</summary>
    public Qwen3Config Config { get; }

    /// <summary>How <see cref="Encode"/> makes one vector of a sequence.</summary>
    public Pooling Pooling { get; }

    /// <summary>Whether <see cref="Encode"/> makes vectors of length 1.</summary>
    public bool Normalize { get; }

    /// <inheritdoc/>
    public int Dimension => Config.HiddenSize;

    /// <inheritdoc/>
    public int MaxTokens => Config.Positions;

    /// <inheritdoc/>
    public int VocabularySize => Config.VocabularySize;

    /// <summary>Loads a model folder: <c>config.json</c> and the checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pooling">How token vectors become one; only the last token of a sequence has seen all of it.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    /// <param name="precision">Arithmetic of the linear layers.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or tensors are missing, misshapen or left over; each is named.</exception>
    public static Qwen3Encoder Load(
        string folder, Pooling pooling = Pooling.Last, bool normalize = true, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var config = Qwen3Config.Load(Path.Combine(folder, "config.json"));
        var file = Checkpoint.Open(folder);
        try
        {
            return new Qwen3Encoder(config, Qwen3Checkpoint.Read(file, config, precision), pooling, normalize);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>One vector a sequence.</summary>
    /// <param name="batch">Ids within the vocabulary, sequences of at most <see cref="MaxTokens"/>.</param>
    /// <returns>(sequences, H); a sequence without tokens gives zeros.</returns>
    /// <exception cref="ArgumentException">An id or a length is outside the model; the place is named.</exception>
    public Matrix Encode(TokenBatch batch) => forward.Pool(Check(batch), Pooling, Normalize);

    /// <summary>The last hidden state of every token.</summary>
    /// <param name="batch">Ids within the vocabulary, sequences of at most <see cref="MaxTokens"/>.</param>
    /// <returns>(tokens, H), packed as the batch is.</returns>
    /// <exception cref="ArgumentException">An id or a length is outside the model; the place is named.</exception>
    public Matrix Forward(TokenBatch batch) => forward.States(Check(batch));

    /// <summary>Closes the checkpoint, from which word embeddings are read; the encoder must not be used after.</summary>
    public void Dispose() => weights.Owner.Dispose();

    private TokenBatch Check(TokenBatch batch) => SequenceChunks.Check(batch, MaxTokens, Config.VocabularySize);
}
