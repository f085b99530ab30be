using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>Static token vectors (Model2Vec; Tulkens and van Dongen, 2024): the mean of the vectors of a text's tokens, no attention.</summary>
/// <remarks>
/// Reads folders with <c>tokenizer.json</c> and <c>model.safetensors</c> holding <c>embeddings</c> (or <c>embedding.weight</c>) as float32,
/// float16, bfloat16 or int8; int8 values are used as they are, since the scale is one for all. Per-token <c>weights</c> and <c>mapping</c>
/// of newer folders are applied. Unknown tokens are left out, as in Model2Vec. Thread-safe. O(tokens d).
/// </remarks>
public sealed class StaticEncoder : IEncoderModel, ITokenWeighting
{
    private readonly float[] vectors;
    private readonly float[]? weights;
    private readonly int[]? rows;
    private readonly bool normalize;
    private readonly int? unknown;

    private StaticEncoder(Tokenizer tokenizer, float[] vectors, int dimension, float[]? weights, int[]? rows, bool normalize, int maxTokens)
    {
        (Tokenizer, this.vectors, Dimension, this.weights, this.rows, this.normalize, MaxTokens) = (tokenizer, vectors, dimension, weights, rows, normalize, maxTokens);
        unknown = tokenizer.TokenToId("[UNK]") ?? tokenizer.TokenToId("<unk>");
    }

    /// <summary>The tokenizer of the folder.</summary>
    public Tokenizer Tokenizer { get; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int MaxTokens { get; }

    /// <inheritdoc/>
    public bool AveragesTokens => true;

    /// <inheritdoc/>
    public int VocabularySize => rows?.Length ?? vectors.Length / Dimension;

    /// <summary>Loads a Model2Vec folder.</summary>
    /// <param name="folder">Holds config.json, tokenizer.json and model.safetensors.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or vectors and vocabulary do not fit.</exception>
    public static StaticEncoder Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.Combine(folder, "config.json");
        var (normalize, limit) = (true, 1_000_000);
        if (File.Exists(path))
        {
            using var document = JsonFile.Open(path);
            normalize = document.RootElement.Flag("normalize", path, true);
            limit = document.RootElement.Integer("seq_length", path, 1, int.MaxValue, limit);
        }
        var tokenizer = Tokenizer.Load(folder).WithMaxTokens(null);
        using var file = Checkpoint.Open(folder);
        var name = file.Tensors.ContainsKey("embeddings") ? "embeddings" : "embedding.weight";
        var vectors = file.ReadMatrix(name);
        var weights = file.Tensors.ContainsKey("weights") ? file.ReadFloats("weights") : null;
        var rows = file.Tensors.TryGetValue("mapping", out var mapping) ? ReadMapping(file, mapping, vectors.Rows) : null;
        var covered = rows?.Length ?? vectors.Rows;
        if (covered < tokenizer.VocabularySize || (weights is not null && weights.Length < covered))
        {
            throw new InvalidDataException(
                $"{folder}: {covered} token vectors and {weights?.Length ?? covered} weights, expected one for each of the tokenizer's {tokenizer.VocabularySize} ids.");
        }
        return new StaticEncoder(tokenizer, vectors.Values, vectors.Columns, weights, rows, normalize, limit);
    }

    /// <summary>The mean vector of every sequence; special tokens must not be in it.</summary>
    /// <param name="batch">Token ids.</param>
    /// <returns>(sequences, d); a sequence without known tokens gets zeros.</returns>
    /// <exception cref="ArgumentException">An id is outside the vocabulary.</exception>
    public Matrix Encode(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var bad = batch.Ids.AsSpan().IndexOfAnyExceptInRange(0, VocabularySize - 1);
        if (bad >= 0) throw new ArgumentException($"Token {bad} has id {batch.Ids[bad]}, expected 0 to {VocabularySize - 1}.", nameof(batch));
        var pooled = new Matrix(batch.Count, Dimension);               // (sequences, d)
        Blocks.For(batch.Count, 256, (_, first, last) =>
        {
            for (var s = first; s < last; s++) PoolOne(batch.Sequence(s), pooled.Row(s));
        });
        return pooled;
    }

    /// <summary>One vector a text.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>(texts, d); a text without known tokens gets zeros.</returns>
    public Matrix Encode(IReadOnlyList<string> texts) => Encode(Tokenizer.EncodeBatch(texts, addSpecialTokens: false));

    /// <inheritdoc/>
    /// <remarks>They multiply the weights that the folder may have. As there, the sum is divided by the number of tokens, which matters only where vectors are not brought to length 1.</remarks>
    public ITextModel WithTokenWeights(float[] weights) => new StaticEncoder(
        Tokenizer, vectors, Dimension, [.. InverseFrequency.Checked(weights, Tokenizer.VocabularySize).Select((weight, id) => weight * (this.weights?[id] ?? 1))], rows, normalize, MaxTokens);

    private static unsafe int[] ReadMapping(Checkpoint file, TensorInfo mapping, int rows)
    {
        var view = file.View(mapping.Name);
        var result = new int[view.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var row = mapping.Type switch
            {
                TensorType.Int64 => System.Runtime.CompilerServices.Unsafe.ReadUnaligned<long>(view.Data + 8L * i),
                TensorType.Int32 => System.Runtime.CompilerServices.Unsafe.ReadUnaligned<int>(view.Data + 4L * i),
                _ => throw new InvalidDataException($"{mapping.File}: tensor 'mapping' has type {mapping.Type}, expected Int32 or Int64."),
            };
            if (row < 0 || row >= rows) throw new InvalidDataException($"{mapping.File}: mapping[{i}] is {row}, expected 0 to {rows - 1}.");
            result[i] = (int)row;
        }
        return result;
    }

    private void PoolOne(ReadOnlySpan<int> ids, Span<float> target)
    {
        var count = 0;
        foreach (var id in ids[..Math.Min(ids.Length, MaxTokens)])
        {
            if (id == unknown) continue;
            var vector = vectors.AsSpan((rows?[id] ?? id) * Dimension, Dimension);
            if (weights is null) TensorPrimitives.Add(target, vector, target);
            else TensorPrimitives.MultiplyAdd(vector, weights[id], target, target);
            count++;
        }
        if (count == 0) return;
        TensorPrimitives.Divide(target, count, target);
        if (normalize) PoolingKernels.Normalize(target);
    }
}
