using System.Diagnostics;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary><c>checkpoint-fuzz COUNT FOLDER...</c>: that many mutations of every file of model folders; each loads and works, or is refused with an error that names the file.</summary>
internal static class CheckpointFuzz
{
    public static int Run(string[] args) => FuzzArguments.ForFolders(args, (count, folder) =>
    {
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (Path.GetExtension(file) is ".safetensors" or ".bin" && !name.StartsWith("expected", StringComparison.Ordinal)) Report(file, count, place => UseModel(place, folder, name));
            else if (name == "config.json" && Directory.GetFiles(folder, "*model*").Any(model => Path.GetExtension(model) is ".safetensors" or ".bin")) Report(file, count, place => UseModel(place, folder, name));
            else if (name is "tokenizer.json" or "vocab.txt" or "vocab.json" or "merges.txt" or "encoder.json" or "vocab.bpe") Report(file, count, place => UseTokenizer(place, folder, name));
        }
    });

    private static void Report(string file, int count, Action<string> use)
    {
        var place = Directory.CreateTempSubdirectory("fuzz").FullName;
        try
        {
            var (rng, whole, clock) = (new Rng(11), File.ReadAllBytes(file), Stopwatch.GetTimestamp());
            var (good, refused, memory) = (0, 0, 0L);
            for (var trial = 0; trial < count; trial++)
            {
                File.WriteAllBytes(Path.Combine(place, Path.GetFileName(file)), Mutate(whole, trial, rng));
                var before = GC.GetTotalAllocatedBytes();
                try
                {
                    use(place);
                    good++;
                }
                catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
                {
                    refused++;
                }
                catch (Exception error)
                {
                    File.Copy(Path.Combine(place, Path.GetFileName(file)), Path.Combine(Path.GetTempPath(), $"fuzz-{trial}-{Path.GetFileName(file)}"), overwrite: true);
                    throw new InvalidOperationException($"{file}, mutation {trial}: {error.GetType().Name}: {error.Message}", error);
                }
                memory = Math.Max(memory, GC.GetTotalAllocatedBytes() - before);
            }
            Console.WriteLine(FormattableString.Invariant(
                $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)} ({whole.Length} bytes): {count} mutations, {good} load, {refused} refused, none else; at most {memory / 1e6:0.0} MB allocated; {Stopwatch.GetElapsedTime(clock).TotalSeconds:0} s"));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Bytes changed (most often near the beginning, where headers are, or in digits), a cut, or a part put somewhere else.</summary>
    private static byte[] Mutate(byte[] whole, int trial, Rng rng)
    {
        var bytes = (byte[])whole.Clone();
        var near = trial % 3 == 0 ? bytes.Length : Math.Min(bytes.Length, 4096);
        for (var i = rng.NextInt(4); i >= 0; i--)
        {
            var at = rng.NextInt(near);
            bytes[at] = bytes[at] is >= (byte)'0' and <= (byte)'9' && rng.NextInt(2) == 0 ? (byte)('0' + rng.NextInt(10)) : (byte)rng.NextInt(256);
        }
        if (trial % 7 == 0) bytes = bytes[..rng.NextInt(bytes.Length)];
        if (trial % 11 == 0 && bytes.Length > 2)
        {
            var (from, to) = (rng.NextInt(bytes.Length), rng.NextInt(bytes.Length));
            var length = Math.Min(rng.NextInt(64), bytes.Length - Math.Max(from, to));
            bytes.AsSpan(from, length).ToArray().CopyTo(bytes, to);
        }
        return bytes;
    }

    private static void UseModel(string place, string folder, string mutated)
    {
        foreach (var file in Directory.GetFiles(folder).Where(file => Path.GetFileName(file) != mutated && !Path.GetFileName(file).StartsWith("expected", StringComparison.Ordinal)))
        {
            if (!File.Exists(Path.Combine(place, Path.GetFileName(file)))) File.Copy(file, Path.Combine(place, Path.GetFileName(file)));
        }
        var batch = TokenBatch.FromSequences([[1, 2, 3]]);
        if (File.ReadAllText(Path.Combine(folder, "config.json")).Contains("qwen3", StringComparison.Ordinal))
        {
            using var decoder = Qwen3Encoder.Load(place);
            if (decoder.Config.VocabularySize > 3) decoder.Encode(batch);
            return;
        }
        using var encoder = BertEncoder.Load(place);
        if (encoder.Config.VocabularySize > 3 && encoder.MaxTokens > 2) encoder.Encode(batch);
    }

    private static void UseTokenizer(string place, string folder, string mutated)
    {
        foreach (var name in new[] { "vocab.json", "merges.txt", "encoder.json", "vocab.bpe", "vocab.txt", "tokenizer_config.json" })
        {
            // A whole tokenizer.json stands alone; the other forms are pairs of files.
            if (mutated is "tokenizer.json" || name == mutated || File.Exists(Path.Combine(place, name)) || !File.Exists(Path.Combine(folder, name))) continue;
            File.Copy(Path.Combine(folder, name), Path.Combine(place, name));
        }
        const string Text = "The turntable hums 12,5 x  <|endoftext|> [MASK] 世界 naïve \U0001F600!";
        var tokenizer = Tokenizer.Load(mutated is "vocab.txt" or "tokenizer.json" ? Path.Combine(place, mutated) : place);
        if (tokenizer.Encode(Text).Offsets.Any(offset => offset.Start < 0 || offset.End < offset.Start || offset.End > Text.Length)) throw new InvalidOperationException("An offset lies outside the text.");
    }
}
