using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>BERT and its kin (Devlin et al., 2018), forward only, on the CPU in single precision or with 8-bit integers.</summary>
/// <remarks>
/// Reads Hugging Face folders: BERT, MiniLM, BGE, E5, GTE, RoBERTa, XLM-R, DistilBERT. Sequences are packed without padding;
/// about <c>2 (4 H² + 2 H I) layers</c> operations a token. The vector of a sequence has the same bits on any number of threads
/// and in any batch. NaN weights give NaN vectors. Thread-safe; working memory is kept, so a warm encoder hardly allocates.
/// </remarks>
public sealed class BertEncoder : IEncoderModel, IDisposable
{
    private readonly BertWeights weights;
    private readonly PackedForward<BertWorkspace> forward;

    internal BertEncoder(BertConfig config, BertWeights weights, Pooling pooling, bool normalize)
    {
        (Config, this.weights, Pooling, Normalize) = (config, weights, pooling, normalize);
        forward = new PackedForward<BertWorkspace>(config.HiddenSize, (batch, first, last, work) => BertForward.Run(config, weights, batch, first, last, work));
    }

    /// <summary>Shape of the model.</summary>
    public BertConfig Config { get; }

    /// <summary>How <see cref="Encode"/> makes one vector of a sequence.</summary>
    public Pooling Pooling { get; }

    /// <summary>Whether <see cref="Encode"/> makes vectors of length 1.</summary>
    public bool Normalize { get; }

    /// <inheritdoc/>
    public int Dimension => Config.HiddenSize;

    /// <inheritdoc/>
    public int MaxTokens => Config.MaxTokens;

    /// <inheritdoc/>
    public int VocabularySize => Config.VocabularySize;

    /// <summary>Number of weights.</summary>
    public long Parameters
    {
        get
        {
            long h = Config.HiddenSize, i = Config.IntermediateSize;
            return (Config.VocabularySize + Config.Positions + Config.Types + 2) * h + Config.Layers * (4 * h * h + 2 * h * i + 9 * h + i);
        }
    }

    /// <summary>Loads a model folder: <c>config.json</c> and <c>model.safetensors</c> (or its shards).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pooling">How token vectors become one.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    /// <param name="precision">Arithmetic of the linear layers.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or tensors are missing, misshapen or left over; each is named.</exception>
    public static BertEncoder Load(
        string folder, Pooling pooling = Pooling.Mean, bool normalize = true, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var config = BertConfig.Load(Path.Combine(folder, "config.json"));
        var file = Checkpoint.Open(folder);
        try
        {
            return new BertEncoder(config, new BertCheckpoint(file, config, precision).Read(), pooling, normalize);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A model with random weights (normal, deviation 0.02, as BERT is started): for shapes, speed and lessons, not for meaning.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <param name="pooling">How token vectors become one.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    /// <param name="precision">Arithmetic of the linear layers.</param>
    public static BertEncoder Random(
        BertConfig config, ulong seed, Pooling pooling = Pooling.Mean, bool normalize = true, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.HiddenSize % config.Heads != 0) throw new ArgumentException($"config has {config.Heads} heads, expected a divisor of the hidden size {config.HiddenSize}.", nameof(config));
        return new BertEncoder(config, RandomBertWeights.Draw(config, new Rng(seed), precision), pooling, normalize);
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
    public void Dispose() => weights.Owner?.Dispose();

    private TokenBatch Check(TokenBatch batch)
    {
        SequenceChunks.Check(batch, MaxTokens, Config.VocabularySize);
        if (batch.TypeIds is not { } types || Config.Types == 0) return batch;
        var bad = types.AsSpan().IndexOfAnyExceptInRange(0, Config.Types - 1);
        if (bad >= 0) throw new ArgumentException($"Token {bad} has segment {types[bad]}, expected 0 to {Config.Types - 1}.", nameof(batch));
        return batch;
    }
}
