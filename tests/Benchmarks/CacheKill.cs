using System.Diagnostics;
using System.Globalization;
using UserSegments.Encoding;
using UserSegments.Numerics;

namespace Benchmarks;

/// <summary><c>embedding-cache-kill COUNT</c>: three processes write into one cache and are killed that many times; nothing found in it may be wrong, and all is there in the end.</summary>
internal static class CacheKill
{
    private const int Texts = 400;
    private const int Width = 384;

    public static int Run(string[] args)
    {
        if (args is ["write", var place, var seed]) return Write(place, ulong.Parse(seed, CultureInfo.InvariantCulture));
        if (args is not [var count])
        {
            Console.Error.WriteLine("Expected: COUNT");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("cache").FullName;
        var (rng, kills) = (new Rng(1), int.Parse(count, CultureInfo.InvariantCulture));
        for (var round = 0; round < kills;)
        {
            var writers = Enumerable.Range(0, 3).Select(i => Start(folder, round + i)).ToArray();
            Thread.Sleep(60 + rng.NextInt(200));
            foreach (var writer in writers)
            {
                if (!writer.HasExited) round++;
                writer.Kill();
                writer.WaitForExit();
                writer.Dispose();
            }
            Check(folder, round);
        }
        using (var last = Start(folder, 0)) last.WaitForExit();
        var found = Check(folder, kills);
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{kills} processes killed while they worked; {found} of {Texts} texts are in the cache, every vector right");
        return found == Texts ? 0 : 1;
    }

    private static Process Start(string folder, int seed) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Benchmarks.dll"), "embedding-cache-kill", "write", folder, seed.ToString(CultureInfo.InvariantCulture)]))!;

    private static int Write(string folder, ulong seed)
    {
        using var cache = EmbeddingCache.Open(folder, "kill", Width);
        var order = new Rng(seed).Sample(Texts, Texts);
        foreach (var i in order) cache.Add([$"text {i}"], Vector(i));
        return 0;
    }

    private static int Check(string folder, int round)
    {
        using var cache = EmbeddingCache.Open(folder, "kill", Width);
        var found = 0;
        for (var i = 0; i < Texts; i++)
        {
            var vector = new Matrix(1, Width);
            if (cache.Find([$"text {i}"], vector).Length > 0) continue;
            if (!vector.Values.AsSpan().SequenceEqual(Vector(i).Values)) throw new InvalidOperationException($"After {round} kills the vector of text {i} is wrong.");
            found++;
        }
        return found;
    }

    private static Matrix Vector(int i)
    {
        var (vector, rng) = (new Matrix(1, Width), new Rng((ulong)i));
        foreach (ref var value in vector.Values.AsSpan()) value = (float)rng.NextGaussian();
        return vector;
    }
}
