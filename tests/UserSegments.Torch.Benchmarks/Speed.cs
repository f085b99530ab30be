using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Encoding;
using UserSegments.Tokenization;
using UserSegments.Training;
using static TorchSharp.torch;

namespace UserSegments.Torch.Benchmarks;

/// <summary>The commands behind <c>environment/gpu</c> and <c>tests/Benchmarks/peers/gpu/run</c>.</summary>
internal static class Speed
{
    /// <summary>Tells the device; 1 where the build is for a GPU and none can be used.</summary>
    public static int Device()
    {
        var device = TorchDevice.Auto();
        Console.WriteLine($"{device}; built for {TorchDevice.BuiltFor}, libtorch {__version__}");
        return TorchDevice.BuiltFor == "cuda" && !device.IsCuda ? 1 : 0;
    }

    /// <summary>Texts a second of random encoders, tokens included, and the share of the arithmetic that a bare matrix product reaches on the device.</summary>
    public static int Bench(double seconds)
    {
        var device = TorchDevice.Auto();
        Console.WriteLine(device);
        var written = Datasets.Open("embedded").Interactions.Select(interaction => interaction.Text ?? string.Empty).Where(text => text.Length > 0).ToArray();
        var texts = Numbered(written, 0, device.IsCuda ? 200_000 : 200);
        var precisions = device.IsCuda ? new[] { TorchPrecision.Float32, TorchPrecision.BFloat16 } : [TorchPrecision.Float32];
        var shapes = new[] { (Name: "MiniLM-L6", Hidden: 384, Layers: 6, Inner: 1536), (Name: "BERT-base", Hidden: 768, Layers: 12, Inner: 3072) };
        var table = Table.WithColumns("encoder", "precision", "texts/s", "tokens/s", "TFLOP/s", "share of peak, %", "waited for tokens, %");
        foreach (var shape in shapes)
        {
            var folder = Directory.CreateTempSubdirectory("gpu-bench").FullName;
            try
            {
                var config = new BertConfig { HiddenSize = shape.Hidden, Layers = shape.Layers, Heads = 12, IntermediateSize = shape.Inner };
                new TrainableEncoder(config, 1).Save(folder);
                WriteVocabulary(folder, texts, config.VocabularySize);
                foreach (var precision in precisions)
                {
                    using var encoder = TextEncoder.Load(folder, new() { Device = new TorchModels(new() { Device = device, Precision = precision }), MaxTokens = 256 });
                    var lengths = encoder.Tokenizer.EncodeBatch(texts);
                    var (took, rounds, waited) = Repeat(encoder, texts, seconds / shapes.Length / precisions.Length);
                    var flops = Enumerable.Range(0, lengths.Count).Sum(s => Flops(config, lengths.Length(s))) * rounds / took;
                    var peak = Peak(device, precision);
                    table = table.Add(shape.Name, precision.ToString(), rounds * texts.Length / took, rounds * (double)lengths.Ids.Length / took, flops / 1e12, 100 * flops / peak, 100 * waited / took);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        Console.WriteLine(table);
        return 0;
    }

    /// <summary>One pass over a file of texts after a warm-up; a line of JSON, and the vectors as raw single precision.</summary>
    public static int Encode(string folder, string file, TorchPrecision precision, string output)
    {
        var texts = File.ReadAllLines(file);
        var models = new TorchModels(new() { Precision = precision });
        using var encoder = TextEncoder.Load(folder, new() { Device = models });
        encoder.Encode(texts[..Math.Min(texts.Length, 4096)]);
        var begin = Stopwatch.GetTimestamp();
        var vectors = encoder.Encode(texts);
        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        File.WriteAllBytes(output, MemoryMarshal.AsBytes(vectors.Values.AsSpan()));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            texts = texts.Length, width = vectors.Columns, seconds = took, waited = encoder.WaitedForTokens.TotalSeconds, device = models.Device.ToString(),
            peak = Peak(models.Device, precision), tokens = encoder.Tokenizer.EncodeBatch(texts).Ids.LongLength,
        }));
        return 0;
    }

    /// <summary>Many texts in slices, with the memory of process and device after each: it has to stay where it is.</summary>
    public static int Million(string folder, string file, int count)
    {
        const int Slice = 100_000;
        var texts = File.ReadAllLines(file);
        var models = new TorchModels(new() { Precision = TorchPrecision.BFloat16 });
        using var encoder = TextEncoder.Load(folder, new() { Device = models });
        var table = Table.WithColumns("texts", "texts/s", "process, MB", "device in use, MB");
        for (var done = 0; done < count; done += Slice)
        {
            var slice = Numbered(texts, done, Math.Min(Slice, count - done));
            var begin = Stopwatch.GetTimestamp();
            encoder.Encode(slice);
            var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            using var process = Process.GetCurrentProcess();
            table = table.Add(done + slice.Length, slice.Length / took, process.WorkingSet64 / 1e6, UsedOnDevice(models.Device));
        }
        Console.WriteLine(models.Device);
        Console.WriteLine(table);
        return 0;
    }

    /// <summary>As many texts as wanted, over and over, each with its number: equal ones would be encoded once.</summary>
    private static string[] Numbered(string[] texts, int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"{texts[i % texts.Length]} {i}")];

    private static (double Took, int Rounds, double Waited) Repeat(TextEncoder encoder, string[] texts, double seconds)
    {
        encoder.Encode(texts[..(texts.Length / 50)]);
        var (begin, rounds, waited) = (Stopwatch.GetTimestamp(), 0, 0.0);
        do
        {
            encoder.Encode(texts);
            waited += encoder.WaitedForTokens.TotalSeconds;
            rounds++;
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        return (Stopwatch.GetElapsedTime(begin).TotalSeconds, rounds, waited);
    }

    /// <summary>Operations of a text of n tokens: the arithmetic floor, padding left out.</summary>
    private static double Flops(BertConfig config, double n) =>
        config.Layers * (2 * n * (4.0 * config.HiddenSize * config.HiddenSize + 2.0 * config.HiddenSize * config.IntermediateSize) + 4 * n * n * config.HiddenSize);

    /// <summary>Operations a second of one large matrix product on the device.</summary>
    private static double Peak(TorchDevice device, TorchPrecision precision)
    {
        using var scope = NewDisposeScope();
        var (n, rounds) = device.IsCuda ? (8192L, 50) : (1024L, 5);
        var type = precision switch { TorchPrecision.BFloat16 => ScalarType.BFloat16, TorchPrecision.Float16 => ScalarType.Float16, _ => ScalarType.Float32 };
        var (a, b) = (rand([n, n], type, device.Device), rand([n, n], type, device.Device));
        a.mm(b).Dispose();
        device.Synchronize();
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++) a.mm(b).Dispose();
        device.Synchronize();
        return 2.0 * n * n * n * rounds / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static double UsedOnDevice(TorchDevice device)
    {
        if (!device.IsCuda) return 0;
        var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "-i", Math.Max(0, device.Device.index).ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        return double.TryParse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture, out var used) ? used * 1.048576 : 0;
    }

    /// <summary>A vocabulary of the texts' own words; letters make up the words that find no room.</summary>
    private static void WriteVocabulary(string folder, string[] texts, int size)
    {
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var bare = Tokenizer.FromWordPieces(special);
        var words = texts.Take(20_000).SelectMany(text => bare.Encode(text, addSpecialTokens: false).Offsets.Select(range => text[range.Start..range.End].ToLowerInvariant()))
            .GroupBy(word => word, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), special.Concat(words).Distinct(StringComparer.Ordinal).Take(size));
    }
}
