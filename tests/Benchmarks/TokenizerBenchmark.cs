using System.Diagnostics;
using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary>Our half of peers/tokenizers: <c>tokenizers FOLDER TEXTS.json OUT</c> writes ids and measures.</summary>
internal static class TokenizerBenchmark
{
    public static int Run(string[] args)
    {
        if (args is not [var folder, var textsFile, var output])
        {
            Console.Error.WriteLine("Expected: FOLDER TEXTS.json OUT");
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
        Console.WriteLine(JsonSerializer.Serialize(new { kind = tokenizer.Kind, vocabulary = tokenizer.VocabularySize, megabytes_per_second = bytes / best / 1e6, bytes_per_text = (double)allocated / texts.Length }));
        return 0;
    }
}
