using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary>Our half of peers/encoder: <c>encoder prepare FOLDER [TEXTS]</c> and <c>encoder run FOLDER IDS THREADS SECONDS OUT PRECISION</c>.</summary>
internal static class EncoderBenchmark
{
    private const int VocabularySize = 30522;

    public static int Run(string[] args)
    {
        if (args is ["prepare", var folder, ..]) return Prepare(folder, args.Length > 2 ? args[2] : null);
        if (args is ["run", var model, var ids, var threads, var seconds, var output, var precision])
            return Measure(model, ids, int.Parse(threads, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture), output, Enum.Parse<EncoderPrecision>(precision));
        if (args is ["gemm", var count]) return MeasureProduct(int.Parse(count, CultureInfo.InvariantCulture));
        Console.Error.WriteLine("Expected: prepare FOLDER [TEXTS] | run FOLDER IDS THREADS SECONDS OUT Float32|Int8 | gemm THREADS");
        return 2;
    }

    /// <summary>A vocabulary of the texts' own words, 128 sequences of 64 random ids, and the first 2,000 texts as ids.</summary>
    private static int Prepare(string folder, string? textFile)
    {
        var texts = (textFile is null ? Datasets.Open("embedded").Interactions.Select(interaction => interaction.Text ?? string.Empty) : File.ReadLines(textFile))
            .Where(text => text.Length > 0).Take(2000).ToArray();
        // Every word is a token; letters make up the words that find no room.
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var bare = Tokenizer.FromWordPieces(special);
        var words = texts.SelectMany(Words).GroupBy(word => word, StringComparer.Ordinal).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key);
        var pieces = special.Concat(words).Distinct(StringComparer.Ordinal).Take(VocabularySize).ToList();
        while (pieces.Count < VocabularySize) pieces.Add($"[unused{pieces.Count}]");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), pieces);
        var rng = new Rng(1);
        Write(Path.Combine(folder, "equal.bin"), Enumerable.Range(0, 128).Select(_ => Enumerable.Range(0, 64).Select(_ => rng.NextInt(VocabularySize)).ToArray()).ToArray());
        var tokenizer = Tokenizer.FromWordPieces(pieces).WithMaxTokens(256);
        var real = texts.Select(text => tokenizer.Encode(text).Ids.ToArray()).ToArray();
        Write(Path.Combine(folder, "real.bin"), real);
        Console.WriteLine($"{texts.Length} texts, {real.Average(ids => ids.Length).ToString("F1", CultureInfo.InvariantCulture)} tokens on average, {real.Max(ids => ids.Length)} at most");
        return 0;

        IEnumerable<string> Words(string text) => bare.Encode(text, addSpecialTokens: false).Offsets.Select(range => text[range.Start..range.End].ToLowerInvariant());
    }

    private static void Write(string path, int[][] sequences)
    {
        int[] all = [sequences.Length, .. sequences.Select(sequence => sequence.Length), .. sequences.SelectMany(sequence => sequence)];
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(all.AsSpan()));
    }

    private static int Measure(string folder, string idsFile, int threads, double seconds, string output, EncoderPrecision precision)
    {
        using var scope = Blocks.UseThreads(threads);
        var raw = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(idsFile)).ToArray();
        var sequences = new int[raw[0]][];
        for (int i = 0, at = 1 + raw[0]; i < sequences.Length; at += raw[1 + i++]) sequences[i] = raw[at..(at + raw[1 + i])];
        var clock = Stopwatch.GetTimestamp();
        using var encoder = BertEncoder.Load(folder, precision: precision);
        encoder.Encode(TokenBatch.FromSequences([sequences[0]]));
        var load = Stopwatch.GetElapsedTime(clock);
        // Packed without padding: sorting by length gains nothing but batches of one kind, so the order is the peer's.
        var order = Enumerable.Range(0, sequences.Length).OrderBy(i => sequences[i].Length).ToArray();
        var batch = TokenBatch.FromSequences(order.Select(i => sequences[i]).ToArray());
        var (times, cpus) = (new List<double>(), new List<double>());
        long allocated = 0;
        Matrix vectors = new(0, 0);
        for (var begin = Stopwatch.GetTimestamp(); times.Count < 3 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds;)
        {
            var (cpu, bytes) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            var start = Stopwatch.GetTimestamp();
            vectors = encoder.Encode(batch);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            cpus.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes() - bytes;
        }
        var restored = new Matrix(vectors.Rows, vectors.Columns);
        for (var i = 0; i < order.Length; i++) vectors.Row(i).CopyTo(restored.Row(order[i]));
        File.WriteAllBytes(output, MemoryMarshal.AsBytes(restored.Values.AsSpan()));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            best_s = times.Skip(1).Min(),
            cpu_s = cpus.Skip(1).Min(),
            load_ms = load.TotalMilliseconds,
            peak_mb = PeakMegabytes(),
            allocated_bytes_per_text = (double)allocated / order.Length,
        }));
        return 0;
    }

    /// <summary>The product kernel by itself at the encoder's shapes: what the encoder's speed is a share of.</summary>
    private static int MeasureProduct(int threads)
    {
        using var scope = Blocks.UseThreads(threads);
        var best = 0.0;
        foreach (var (inner, columns) in new[] { (384, 1152), (384, 384), (384, 1536), (1536, 384) })
        {
            var (a, b, c) = (Random(2048, inner), PackedMatrix.Pack(Random(inner, columns)), new Matrix(2048, columns));
            for (var repeat = 0; repeat < 30; repeat++)
            {
                var start = Stopwatch.GetTimestamp();
                MatrixProduct.Multiply(a, b, c);
                best = Math.Max(best, 2e-9 * 2048 * inner * columns / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        Console.WriteLine(JsonSerializer.Serialize(new { gflops = best, path = Simd.Chosen.ToString() }));
        return 0;
    }

    private static Matrix Random(int rows, int columns)
    {
        var (matrix, rng) = (new Matrix(rows, columns), new Rng(1));
        foreach (ref var value in matrix.Values.AsSpan()) value = (float)rng.NextDouble() - 0.5f;
        return matrix;
    }

    /// <summary>The most memory that the process ever held; the peer reads the same line.</summary>
    private static double PeakMegabytes() => File.Exists("/proc/self/status")
        ? double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
        : Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
}
