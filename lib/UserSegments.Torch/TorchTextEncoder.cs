using System.Diagnostics;
using System.Threading.Channels;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Torch;

/// <summary>From texts to vectors on a device: while it computes one chunk of texts, the next ones are tokenized on the other cores.</summary>
/// <remarks>
/// Applies what a sentence-transformers folder says (prompt, limit of length, pooling, dense layers, normalization). Host memory beside the result is that of
/// three chunks of <see cref="TorchEncoderOptions.ChunkTexts"/> texts, device memory that of the weights and a batch, however many texts there are.
/// </remarks>
public sealed class TorchTextEncoder : ITextModel, IDisposable
{
    private const int ChunksAhead = 2;
    private readonly TorchEncoder model;
    private readonly DenseLayer[] dense;
    private readonly TorchEncoderOptions options;
    private readonly string prompt;
    private readonly bool normalize;

    private TorchTextEncoder(Tokenizer tokenizer, TorchEncoder model, DenseLayer[] dense, bool normalize, string prompt, TorchEncoderOptions options) =>
        (Tokenizer, this.model, this.dense, this.normalize, this.prompt, this.options) = (tokenizer, model, dense, normalize, prompt, options);

    /// <summary>The tokenizer, with the model's limit of length.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The encoder.</summary>
    public TorchEncoder Model => model;

    /// <inheritdoc/>
    public int Dimension => dense.Length > 0 ? dense[^1].Outputs : model.Dimension;

    /// <summary>How long the device had to wait for tokens in the last call, the first chunk left out: near 0 where tokenizing keeps up.</summary>
    public TimeSpan WaitedForTokens { get; private set; }

    /// <summary>Loads a folder in the form of Hugging Face or sentence-transformers.</summary>
    /// <param name="folder">Holds config.json, the checkpoint and the tokenizer.</param>
    /// <param name="options">Device, precision, batches; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken or does not fit the others; it is named.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is too large for the device.</exception>
    public static TorchTextEncoder Load(string folder, TorchEncoderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new TorchEncoderOptions();
        var modules = SentenceModules.Read(folder);
        var tokenizer = Tokenizer.Load(folder);
        var dense = modules.DenseFolders.Select(DenseLayer.Load).ToArray();
        var normalize = options.Normalize ?? modules.Normalize;
        var prompt = modules.DefaultPrompt is { } name && modules.Prompts.TryGetValue(name, out var text) ? text : string.Empty;
        // After dense layers normalization is the host's work.
        var model = TorchEncoder.Load(folder, options with { Pooling = options.Pooling ?? modules.Pooling, Normalize = normalize && dense.Length == 0 });
        try
        {
            if (tokenizer.VocabularySize > model.VocabularySize)
                throw new InvalidDataException($"{folder}: the tokenizer has {tokenizer.VocabularySize} ids, expected at most the model's {model.VocabularySize}.");
            var width = model.Dimension;
            foreach (var layer in dense)
            {
                if (layer.Inputs != width) throw new InvalidDataException($"{folder}: a dense layer takes {layer.Inputs} values, expected {width}.");
                width = layer.Outputs;
            }
            var limit = Math.Min(options.MaxTokens ?? modules.MaxTokens ?? tokenizer.MaxTokens ?? model.MaxTokens, model.MaxTokens);
            return new TorchTextEncoder(tokenizer.WithMaxTokens(limit), model, dense, normalize, prompt, options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>One vector a text.</summary>
    /// <param name="texts">The texts; empty ones too.</param>
    /// <returns>(texts, d), in the order given.</returns>
    public Matrix Encode(IReadOnlyList<string> texts) => Encode(texts, null, CancellationToken.None);

    /// <summary>One vector a text, with progress and a way to stop.</summary>
    /// <param name="texts">The texts; empty ones too. Read on another thread while the call lasts.</param>
    /// <param name="progress">Told the share done, 0 to 1, after every chunk; may be null.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <returns>(texts, d), in the order given.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Matrix Encode(IReadOnlyList<string> texts, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new Matrix(texts.Count, Dimension);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var chunks = Channel.CreateBounded<(int First, TokenBatch Tokens)>(ChunksAhead);
        var tokenizing = Task.Run(() => TokenizeAsync(texts, chunks.Writer, stop.Token), CancellationToken.None);
        WaitedForTokens = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var begin = Stopwatch.GetTimestamp();
                if (!chunks.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult()) break;
                var (first, tokens) = chunks.Reader.ReadAsync(cancellation).AsTask().GetAwaiter().GetResult();
                if (first > 0) WaitedForTokens += Stopwatch.GetElapsedTime(begin);
                EncodeChunk(tokens, vectors, first, cancellation);
                progress?.Report((double)(first + tokens.Count) / texts.Count);
            }
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)tokenizing).AsyncWaitHandle.WaitOne();
        }
        return vectors;
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => model.Dispose();

    private async Task TokenizeAsync(IReadOnlyList<string> texts, ChannelWriter<(int First, TokenBatch Tokens)> writer, CancellationToken stop)
    {
        try
        {
            for (var first = 0; first < texts.Count; first += options.ChunkTexts)
            {
                var chunk = new string[Math.Min(options.ChunkTexts, texts.Count - first)];
                for (var i = 0; i < chunk.Length; i++)
                    chunk[i] = prompt + (texts[first + i] ?? throw new ArgumentException($"Text {first + i} is null, expected a text (empty ones are allowed).", nameof(texts)));
                await writer.WriteAsync((first, Tokenizer.EncodeBatch(chunk)), stop).ConfigureAwait(false);
            }
            writer.Complete();
        }
        catch (Exception error)
        {
            writer.Complete(error);           // the reader throws it
        }
    }

    private void EncodeChunk(TokenBatch tokens, Matrix vectors, int first, CancellationToken cancellation)
    {
        if (dense.Length == 0)
        {
            model.EncodeInto(tokens, vectors, first, cancellation);
            return;
        }
        var pooled = new Matrix(tokens.Count, model.Dimension);
        model.EncodeInto(tokens, pooled, 0, cancellation);
        foreach (var layer in dense) pooled = layer.Apply(pooled);
        pooled.Values.CopyTo(vectors.RowBlock(first, tokens.Count));
        for (var i = 0; normalize && i < tokens.Count; i++) PoolingKernels.Normalize(vectors.Row(first + i));
    }
}
