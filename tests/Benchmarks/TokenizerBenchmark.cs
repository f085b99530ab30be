using System.Diagnostics;
using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary>Our half of peers/tokenizers: <c>tokenizers FOLDER TEXTS.json OUT</c> writes ids; <c>tokenizers fuzz FOLDER COUNT</c> looks for crashes.</summary>
internal static class TokenizerBenchmark
{
    public static int Run(string[] args)
    {
        if (args is ["fuzz", var target, var count]) return Fuzz(target, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        if (args is not [var folder, var textsFile, var output])
        {
            Console.Error.WriteLine("Expected: FOLDER TEXTS.json OUT | fuzz FOLDER COUNT");
            return 2;
        }
        var tokenizer = Tokenizer.Load(folder).WithMaxTokens(null);
        var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllText(textsFile))!;
        File.WriteAllLines(output, texts.Select(text => JsonSerializer.Serialize(tokenizer.Encode(text).Ids)));
        using var one = Blocks.UseThreads(1);
        var bytes = texts.Sum(text => (long)System.Text.Encoding.UTF8.GetByteCount(text));
        var (best, allocated) = (double.PositiveInfinity, 0L);
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 3;)
        {
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            tokenizer.EncodeBatch(texts);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Console.WriteLine(JsonSerializer.Serialize(new { kind = tokenizer.Kind, megabytes_per_second = bytes / best / 1e6, bytes_per_text = (double)allocated / texts.Length }));
        return 0;
    }

    /// <summary>Random UTF-16, broken surrogates included: no crash, and offsets inside the text.</summary>
    private static int Fuzz(string folder, int count)
    {
        var tokenizer = Tokenizer.Load(folder).WithMaxTokens(null);
        Blocks.For(count, 1000, (block, first, last) =>
        {
            var rng = new Rng(7).Fork((ulong)block);
            for (var trial = first; trial < last; trial++)
            {
                var text = new string(Enumerable.Range(0, rng.NextInt(24)).SelectMany(_ => rng.NextInt(4) switch
                {
                    0 => ((char)rng.NextInt(0x10000)).ToString(),
                    1 => char.ConvertFromUtf32(0x10000 + rng.NextInt(0x100000)),
                    2 => " ",
                    _ => ((char)(0x20 + rng.NextInt(0x60))).ToString(),
                }).ToArray());
                foreach (var (start, end) in tokenizer.Encode(text).Offsets)
                {
                    if (start < 0 || end < start || end > text.Length)
                        throw new InvalidOperationException($"Trial {trial}: offset ({start}, {end}) lies outside a text of {text.Length} units.");
                }
            }
        });
        Console.WriteLine($"{count} random texts, no failure");
        return 0;
    }
}
