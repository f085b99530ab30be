using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>BERT and its kin and Qwen3 by libtorch, on a GPU or the CPU: the counterpart of <see cref="BertEncoder"/> and <see cref="Qwen3Encoder"/>.</summary>
/// <remarks>
/// <para>
/// Weights go from the mapped safetensors straight to the device. Sequences are sorted by length, longest first, and padded within a batch to the
/// longest; attention is libtorch's <c>scaled_dot_product_attention</c>; pooling and normalization happen on the device. Vectors come back through
/// pinned memory while later batches are computed: the host waits once for every <see cref="Ahead"/> batches.
/// </para>
/// <para>
/// Where memory runs out a batch is halved, and all after it, with a notice. Vectors depend, in the last bits, on the company of a text: unlike on the
/// managed CPU path bits are not promised. NaN weights give NaN vectors. Thread-safe: one call at a time has the device. No tensor outlives a call but the weights.
/// </para>
/// </remarks>
public sealed class TorchEncoder : IEncoderModel, IDisposable
{
    private const int Ahead = 8;
    private readonly IDeviceNetwork network;
    private readonly Action<string> notice;
    private readonly Lock gate = new();

    private TorchEncoder(IDeviceNetwork network, TorchDevice device, Pooling pooling, TorchEncoderOptions options)
    {
        (this.network, Device, Pooling, Normalize, Precision) = (network, device, pooling, options.Normalize ?? true, options.Precision);
        BatchTokens = options.BatchTokens ?? (device.IsCuda ? 65536 : 8192);
        notice = options.Notice ?? Console.Error.WriteLine;
    }

    /// <summary>Where it computes, and why there.</summary>
    public TorchDevice Device { get; }

    /// <summary>Type of the weights.</summary>
    public TorchPrecision Precision { get; }

    /// <summary>How <see cref="Encode"/> makes one vector of a sequence.</summary>
    public Pooling Pooling { get; }

    /// <summary>Whether <see cref="Encode"/> makes vectors of length 1.</summary>
    public bool Normalize { get; }

    /// <summary>Tokens of one batch, padding counted; less than at first where memory ran out.</summary>
    public int BatchTokens { get; private set; }

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    public int MaxTokens => network.MaxTokens;

    /// <summary>Called with the tokens of a batch before it is computed: tests let memory run out here.</summary>
    internal Action<int>? BeforeBatch { get; set; }

    /// <inheritdoc/>
    public int VocabularySize => network.VocabularySize;

    /// <summary>Loads a model folder in Hugging Face's form: <c>config.json</c> and the checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Device, precision, pooling, batches; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or tensors are missing, misshapen or left over; each is named.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is too large for the device.</exception>
    public static TorchEncoder Load(string folder, TorchEncoderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new TorchEncoderOptions();
        var device = options.Device ?? TorchDevice.Auto();
        var decoder = Family(Path.Combine(folder, "config.json")) == "qwen3";
        using var file = Checkpoint.Open(folder);
        TorchFailure.CheckRoom(folder, file.Tensors.Values.Sum(tensor => tensor.Count), options.Precision, device);
        var weights = new DeviceWeights(device.Device, options.Precision.ToScalarType());
        try
        {
            IDeviceNetwork network = decoder
                ? new Qwen3Network(file, Qwen3Config.Load(Path.Combine(folder, "config.json")), weights)
                : new BertNetwork(file, BertConfig.Load(Path.Combine(folder, "config.json")), weights);
            return new TorchEncoder(network, device, options.Pooling ?? (decoder ? Pooling.Last : Pooling.Mean), options);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>One vector a sequence.</summary>
    /// <param name="batch">Ids within the vocabulary, sequences of at most <see cref="MaxTokens"/>.</param>
    /// <returns>(sequences, H); a sequence without tokens gives zeros.</returns>
    /// <exception cref="ArgumentException">An id or a length is outside the model; the place is named.</exception>
    /// <exception cref="InvalidOperationException">Memory does not suffice for one sequence.</exception>
    public Matrix Encode(TokenBatch batch)
    {
        var vectors = new Matrix(Check(batch).Count, Dimension);
        int[] order = [.. Enumerable.Range(0, batch.Count).Where(s => batch.Length(s) > 0).OrderByDescending(batch.Length)];
        lock (gate)
        {
            using var scope = NewDisposeScope();
            var waiting = new List<(int First, int Count, Tensor Vectors)>();
            for (var first = 0; first < order.Length;)
            {
                var width = PaddedBatch.Width(batch.Length(order[first]), MaxTokens);
                var count = Math.Min(Math.Max(1, BatchTokens / width), order.Length - first);
                if (TryRun(batch, order.AsSpan(first, count), count * width) is not { } done) continue;
                waiting.Add((first, count, done));
                first += count;
                if (waiting.Count == Ahead || first == order.Length) Collect();
            }
            return vectors;

            void Collect()
            {
                Device.Synchronize();
                foreach (var (from, count, result) in waiting)
                {
                    var values = MemoryMarshal.Cast<byte, float>(result.bytes);
                    for (var i = 0; i < count; i++) values.Slice(i * Dimension, Dimension).CopyTo(vectors.Row(order[from + i]));
                    result.Dispose();
                }
                waiting.Clear();
            }
        }
    }

    /// <summary>Frees the weights; the encoder must not be used after.</summary>
    public void Dispose() => network.Dispose();

    /// <summary>Gives one batch to the device: its vectors (count, H), on their way to the host. Null where memory ran out, and batches are smaller now.</summary>
    private Tensor? TryRun(TokenBatch batch, ReadOnlySpan<int> sequences, int tokens)
    {
        using var scope = NewDisposeScope();
        try
        {
            BeforeBatch?.Invoke(tokens);
            var padded = PaddedBatch.Of(batch, sequences, MaxTokens, Device.Device);
            var pooled = DevicePooling.Pool(Pooling, network.Run(padded), padded, Normalize);
            // To the host without waiting: libtorch takes pinned memory for it.
            return pooled.contiguous().to(CPU, non_blocking: true).MoveToOuterDisposeScope();
        }
        catch (ExternalException error) when (TorchFailure.IsOutOfMemory(error))
        {
            if (sequences.Length == 1) throw TorchFailure.TooLong(batch.Length(sequences[0]), Device, error);
            BatchTokens = Math.Max(1, Math.Min(BatchTokens, tokens) / 2);
            notice(string.Create(CultureInfo.InvariantCulture, $"{Device.Device} ran out of memory on a batch of {tokens} tokens; batches now have {BatchTokens}."));
            return null;
        }
    }

    private TokenBatch Check(TokenBatch batch)
    {
        SequenceChunks.Check(batch, MaxTokens, VocabularySize);
        if (batch.TypeIds is not { } types || network.Types == 0) return batch;
        var bad = types.AsSpan().IndexOfAnyExceptInRange(0, network.Types - 1);
        if (bad >= 0) throw new ArgumentException($"Token {bad} has segment {types[bad]}, expected 0 to {network.Types - 1}.", nameof(batch));
        return batch;
    }

    private static string? Family(string path)
    {
        using var document = JsonFile.Open(path);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Text("model_type", path) : null;
    }
}
