using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>One call from texts to vectors: tokenizer, encoder, pooling and what comes after it, out of one model folder.</summary>
/// <remarks>
/// Equal texts are encoded once. Chunks of <see cref="TextEncoderOptions.ChunkTexts"/> texts are tokenized on another thread while the model is at work on the one before,
/// sorted by length, cut into batches of about <see cref="TextEncoderOptions.BatchTokens"/> tokens, and put back in order; so memory beside the vectors is that of a few chunks. On
/// the CPU the bits of a text's vector do not depend on its company or on threads, nor on whether it came out of the cache that <see cref="TextEncoderOptions.CacheFolder"/> names.
/// </remarks>
public sealed class TextEncoder : ITokenWeighting, IDisposable
{
    private const int ChunksReady = 2;
    private readonly IEncoderModel model;
    private readonly DenseLayer[] dense;
    private readonly bool normalize;
    private readonly TextEncoderOptions options;
    private readonly string prompt;
    private readonly EmbeddingCache? cache;

    private TextEncoder(
        Tokenizer tokenizer, IEncoderModel model, DenseLayer[] dense, bool normalize, string prompt, TextEncoderOptions options, EmbeddingCache? cache = null)
    {
        (Tokenizer, this.model, this.dense, this.normalize, this.prompt, this.options, this.cache) = (tokenizer, model, dense, normalize, prompt, options, cache);
        var room = tokenizer.MaxTokens - tokenizer.SpecialTokensPerText;
        if (options.WindowOverlap >= room)
            throw new ArgumentException($"WindowOverlap is {options.WindowOverlap}, expected less than the {room} tokens of a window.", nameof(options));
        Dimension = dense.Length > 0 ? dense[^1].Outputs : model.Dimension;
    }

    /// <summary>The tokenizer, with the model's limit of length.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>What makes vectors of tokens.</summary>
    public IEncoderModel Model => model;

    /// <summary>How long the model had to wait for tokens in the last call, the first chunk left out: near 0 where tokenizing keeps up.</summary>
    public TimeSpan WaitedForTokens { get; private set; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public bool AveragesTokens => model is BertEncoder { Pooling: Pooling.Mean };

    /// <summary>Loads a folder in the form of Hugging Face or sentence-transformers; what modules.json says is applied.</summary>
    /// <param name="folder">Holds config.json, the checkpoint and the tokenizer.</param>
    /// <param name="options">How to batch and what to overrule; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options contradict each other or the folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken or does not fit the others; it is named.</exception>
    public static TextEncoder Load(string folder, TextEncoderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new TextEncoderOptions();
        if (options is { Device: not null, Precision: not EncoderPrecision.Float32 })
            throw new ArgumentException($"Precision is {options.Precision}, expected Float32 beside a Device, which has an arithmetic of its own.", nameof(options));
        var modules = SentenceModules.Read(folder);
        var tokenizer = Tokenizer.Load(folder);
        var pooling = options.Pooling ?? modules.Pooling;
        var encoder = options.Device?.Load(folder, pooling) ?? EncoderFolder.Load(folder, pooling, options.Precision);
        EmbeddingCache? cache = null;
        try
        {
            if (tokenizer.VocabularySize > encoder.VocabularySize)
                throw new InvalidDataException($"{folder}: the tokenizer has {tokenizer.VocabularySize} ids, expected at most the model's {encoder.VocabularySize}.");
            var dense = modules.DenseFolders.Select(DenseLayer.Load).ToArray();
            var width = encoder.Dimension;
            foreach (var layer in dense)
            {
                if (layer.Inputs != width) throw new InvalidDataException($"{folder}: a dense layer takes {layer.Inputs} values, expected {width}.");
                width = layer.Outputs;
            }
            var limit = Math.Min(options.MaxTokens ?? modules.MaxTokens ?? tokenizer.MaxTokens ?? encoder.MaxTokens, encoder.MaxTokens);
            var normalize = options.Normalize ?? modules.Normalize;
            if (options.CacheFolder is { } place)
            {
                var key = EmbeddingCacheKey.Of(folder, modules.DenseFolders, $"{options.Device?.Name ?? $"{options.Precision}"} {pooling} {normalize} {limit} {options.WindowOverlap}");
                cache = EmbeddingCache.Open(place, key, width);
            }
            return new TextEncoder(tokenizer.WithMaxTokens(limit), encoder, dense, normalize, PromptOf(folder, modules, options), options, cache);
        }
        catch
        {
            cache?.Dispose();
            (encoder as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Joins a tokenizer and a model that are at hand.</summary>
    /// <param name="tokenizer">Its ids must be in the model's vocabulary.</param>
    /// <param name="model">The model; its own normalization is kept.</param>
    /// <param name="options">How to batch; null for the defaults.</param>
    public static TextEncoder Of(Tokenizer tokenizer, IEncoderModel model, TextEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new TextEncoderOptions();
        if (options.Device is not null) throw new ArgumentException("Device is set, expected null: the model is at hand and has its device.", nameof(options));
        if (options.CacheFolder is not null) throw new ArgumentException("CacheFolder is set, expected null: only a model folder has files whose hash can name its cache.", nameof(options));
        var limit = Math.Min(options.MaxTokens ?? tokenizer.MaxTokens ?? model.MaxTokens, model.MaxTokens);
        return new TextEncoder(tokenizer.WithMaxTokens(limit), model, [], options.Normalize ?? false, options.Prompt ?? string.Empty, options);
    }

    /// <summary>One vector a text.</summary>
    /// <param name="texts">The texts; empty ones too.</param>
    /// <returns>(texts, d), in the order given.</returns>
    public Matrix Encode(IReadOnlyList<string> texts) => Encode(texts, null, CancellationToken.None);

    /// <summary>One vector a text, with progress and a way to stop.</summary>
    /// <param name="texts">The texts; empty ones too.</param>
    /// <param name="progress">Told the share done, 0 to 1, after every batch; may be null.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <returns>(texts, d), in the order given.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Matrix Encode(IReadOnlyList<string> texts, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (unique, place) = Unique(texts);
        if (cache is null) return EncodeDistinct(unique, progress, cancellation).SelectRows(place);
        var vectors = new Matrix(unique.Count, Dimension);             // (distinct texts, d)
        var missing = cache.Find(unique, vectors);
        var made = EncodeDistinct([.. missing.Select(i => unique[i])], progress, cancellation);
        for (var i = 0; i < missing.Length; i++) made.Row(i).CopyTo(vectors.Row(missing[i]));
        return vectors.SelectRows(place);
    }

    /// <inheritdoc/>
    /// <remarks>The cache, whose key does not know the weights, is not used.</remarks>
    public ITextModel WithTokenWeights(float[] weights) => AveragesTokens
        ? new TextEncoder(Tokenizer, new WeightedMean((BertEncoder)model, InverseFrequency.Checked(weights, Tokenizer.VocabularySize)), dense, normalize, prompt, options)
        : throw new InvalidOperationException("The vectors of this model are not means of its tokens' vectors, expected BERT or a kin of it with mean pooling.");

    /// <summary>Closes the checkpoint and the cache.</summary>
    public void Dispose()
    {
        (model as IDisposable)?.Dispose();
        cache?.Dispose();
    }

    /// <summary>Encodes texts, and puts them in the cache as they are done: after every batch, windows after every chunk.</summary>
    private Matrix EncodeDistinct(List<string> texts, IProgress<double>? progress, CancellationToken cancellation)
    {
        WaitedForTokens = TimeSpan.Zero;
        var vectors = new Matrix(texts.Count, Dimension);              // (distinct texts, d)
        var chunks = texts.Chunk(options.ChunkTexts).Select(chunk => (Texts: chunk, Tokens: Tokenize(chunk)));
        if (texts.Count > options.ChunkTexts) chunks = Ahead.Of(chunks, ChunksReady, waited => WaitedForTokens += waited);
        var done = 0;
        foreach (var (chunk, (tokens, owner, weights)) in chunks)
        {
            var before = done;
            var made = EncodeTokens(tokens, owner is null ? chunk : null, share => progress?.Report((before + (share * chunk.Length)) / texts.Count), cancellation);
            if (owner is not null)
            {
                made = UserPooling.Pool(made, owner, weights!, chunk.Length);
                if (normalize) made = made.NormalizeRows();
                cache?.Add(chunk, made);
            }
            made.Values.CopyTo(vectors.RowBlock(done, chunk.Length));
            done += chunk.Length;
        }
        return vectors;
    }

    private (TokenBatch Tokens, int[]? Owner, float[]? Weights) Tokenize(string[] texts) =>
        options.WindowOverlap is { } overlap ? Windows(texts, overlap) : (Tokenizer.EncodeBatch(texts), null, null);

    private static string PromptOf(string folder, SentenceModules modules, TextEncoderOptions options)
    {
        if (options.Prompt is { } given) return given;
        if ((options.PromptName ?? modules.DefaultPrompt) is not { } name) return string.Empty;
        return modules.Prompts.TryGetValue(name, out var prompt)
            ? prompt
            : throw new ArgumentException($"{folder} has no prompt '{name}', expected one of: {string.Join(", ", modules.Prompts.Keys)}.", nameof(options));
    }

    /// <summary>One vector a sequence, shortest first in batches, back in the order given.</summary>
    private Matrix EncodeTokens(TokenBatch tokens, string[]? texts, Action<double> progress, CancellationToken cancellation)
    {
        var most = options.BatchTokens ?? (options.Device is null ? 16384 : int.MaxValue);
        var order = Enumerable.Range(0, tokens.Count).OrderBy(tokens.Length).ToArray();
        var vectors = new Matrix(tokens.Count, Dimension);             // (sequences, d)
        for (var first = 0; first < order.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var last = first;
            for (long held = 0; last < order.Length && (last == first || held + tokens.Length(order[last]) <= most); last++)
                held += tokens.Length(order[last]);
            EncodeBatch(tokens, order.AsSpan(first..last), vectors);
            if (texts is not null) cache?.Add(texts, vectors, order.AsSpan(first..last));
            first = last;
            progress((double)first / order.Length);
        }
        return vectors;
    }

    /// <summary>Every text cut into overlapping windows that fit the model, with the text and the number of tokens of each.</summary>
    private (TokenBatch Windows, int[] Owner, float[] Weights) Windows(string[] texts, int overlap)
    {
        var whole = Tokenizer.WithMaxTokens(null).EncodeBatch(texts, addSpecialTokens: false);
        var room = (Tokenizer.MaxTokens ?? model.MaxTokens) - Tokenizer.SpecialTokensPerText;
        var (windows, owner, weights) = (new List<int[]>(), new List<int>(), new List<float>());
        for (var text = 0; text < texts.Length; text++)
        {
            var ids = whole.Sequence(text);
            var start = 0;
            do
            {
                var length = Math.Min(room, ids.Length - start);
                windows.Add(Tokenizer.AddSpecialTokens(ids.Slice(start, length)));
                owner.Add(text);
                weights.Add(Math.Max(length, 1));
                start += room - overlap;
            }
            while (start + overlap < ids.Length);
        }
        return (TokenBatch.FromSequences(windows), [.. owner], [.. weights]);
    }

    private void EncodeBatch(TokenBatch tokens, ReadOnlySpan<int> sequences, Matrix vectors)
    {
        var starts = new int[sequences.Length + 1];
        for (var i = 0; i < sequences.Length; i++) starts[i + 1] = starts[i] + tokens.Length(sequences[i]);
        var ids = new int[starts[^1]];
        for (var i = 0; i < sequences.Length; i++) tokens.Sequence(sequences[i]).CopyTo(ids.AsSpan(starts[i]));
        var pooled = model.Encode(new TokenBatch(ids, starts));
        foreach (var layer in dense) pooled = layer.Apply(pooled);
        for (var i = 0; i < sequences.Length; i++)
        {
            pooled.Row(i).CopyTo(vectors.Row(sequences[i]));
            if (normalize) PoolingKernels.Normalize(vectors.Row(sequences[i]));
        }
    }

    /// <summary>The distinct texts with the prompt before them, and the place of each text among them.</summary>
    private (List<string> Unique, int[] Place) Unique(IReadOnlyList<string> texts)
    {
        var (unique, place) = (new List<string>(), new int[texts.Count]);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i] ?? throw new ArgumentException($"Text {i} is null, expected a text (empty ones are allowed).", nameof(texts));
            if (!seen.TryGetValue(text, out place[i]))
            {
                place[i] = seen[text] = unique.Count;
                unique.Add(prompt + text);
            }
        }
        return (unique, place);
    }
}
