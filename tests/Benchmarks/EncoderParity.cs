using System.Text.Json;
using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary>Our half of peers/encoder/parity: <c>encoder-parity FOLDER Mean|Cls|Last</c> against expected.safetensors, and <c>encoder-parity int8 FOLDER [TEXTS]</c> against our own float32.</summary>
internal static class EncoderParity
{
    public static int Run(string[] args)
    {
        if (args is ["int8", var model, ..]) return Int8(model, args.Length > 2 ? File.ReadLines(args[2]) : Datasets.Open(Datasets.Embedded).Interactions.Select(interaction => interaction.Text ?? string.Empty));
        if (args is [var folder, var pooling]) return Compare(folder, Enum.Parse<Pooling>(pooling));
        Console.Error.WriteLine("Expected: FOLDER Mean|Cls|Last | int8 FOLDER [TEXTS]");
        return 2;
    }

    /// <summary>Largest differences of the hidden states and of the pooled, normalized vectors.</summary>
    private static int Compare(string folder, Pooling pooling)
    {
        using var expected = Checkpoint.Open(Path.Combine(folder, "expected.safetensors"));
        var (ids, lengths) = (Integers(expected, "ids"), Integers(expected, "lengths"));
        var sequences = new int[lengths.Length][];
        for (int i = 0, at = 0; i < lengths.Length; at += lengths[i++]) sequences[i] = ids[at..(at + lengths[i])];
        var (batch, truth) = (TokenBatch.FromSequences(sequences), expected.ReadMatrix("states"));
        var qwen = File.ReadAllText(Path.Combine(folder, "config.json")).Contains("qwen3", StringComparison.Ordinal);
        using IDisposable model = qwen ? Qwen3Encoder.Load(folder, pooling) : BertEncoder.Load(folder, pooling);
        var (states, vectors) = model is Qwen3Encoder decoder ? (decoder.Forward(batch), decoder.Encode(batch)) : (((BertEncoder)model).Forward(batch), ((BertEncoder)model).Encode(batch));
        var worst = 0.0;
        for (var s = 0; s < batch.Count; s++)
        {
            var pooled = new double[truth.Columns];
            for (var t = batch.Starts[s]; t < batch.Starts[s + 1]; t++)
            {
                if ((pooling == Pooling.Cls && t > batch.Starts[s]) || (pooling == Pooling.Last && t < batch.Starts[s + 1] - 1)) continue;
                for (var j = 0; j < pooled.Length; j++) pooled[j] += truth[t, j];
            }
            var norm = Math.Sqrt(pooled.Sum(x => x * x));
            for (var j = 0; j < pooled.Length; j++) worst = Math.Max(worst, Math.Abs(pooled[j] / norm - vectors[s, j]));
        }
        var state = truth.Values.Zip(states.Values, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine(JsonSerializer.Serialize(new { tokens = ids.Length, states = state, largest = truth.Values.Max(Math.Abs), vectors = worst }));
        return 0;
    }

    /// <summary>Cosines of the 8-bit vectors with those in single precision, text by text.</summary>
    private static int Int8(string folder, IEnumerable<string> lines)
    {
        var texts = lines.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Take(2000).ToArray();
        using var exact = TextEncoder.Load(folder, new TextEncoderOptions { Normalize = true });
        using var integers = TextEncoder.Load(folder, new TextEncoderOptions { Normalize = true, Precision = EncoderPrecision.Int8 });
        var (a, b) = (exact.Encode(texts), integers.Encode(texts));
        var cosines = Enumerable.Range(0, texts.Length).Select(i => (double)System.Numerics.Tensors.TensorPrimitives.Dot<float>(a.Row(i), b.Row(i))).ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new { texts = texts.Length, mean = cosines.Average(), least = cosines.Min() }));
        return 0;
    }

    private static int[] Integers(Checkpoint file, string name)
    {
        var values = file.ReadFloats(name);
        return Array.ConvertAll(values, value => (int)value);
    }
}
