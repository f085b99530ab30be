using System.Runtime.InteropServices;
using TorchSharp;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Torch.Tests;

/// <summary>What the tests share: one device for all of them (a GPU where there is one), folders, sequences.</summary>
internal static class Bench
{
    public static TorchDevice Device { get; } = TorchDevice.Auto();

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>Sequences of 1 to <paramref name="longest"/> random ids.</summary>
    public static TokenBatch Sequences(int count, int longest, int vocabulary, ulong seed = 7)
    {
        var rng = new Rng(seed);
        return TokenBatch.FromSequences([.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 1 + rng.NextInt(longest)).Select(_ => rng.NextInt(vocabulary)).ToArray())]);
    }

    public static TrainableEncoder Encoder(ulong seed = 1) =>
        new(new BertConfig { VocabularySize = 24, HiddenSize = 16, Heads = 2, Layers = 2, IntermediateSize = 32, Positions = 12 }, seed) { DropoutRate = 0 };

    /// <summary>Texts of four topics; each topic has five words of its own (ids 4 to 23); 1 begins, 2 ends, 3 masks.</summary>
    public static (int[][] Texts, int[] Topics) Corpus(int count)
    {
        var random = new Rng(5);
        var topics = Enumerable.Range(0, count).Select(i => i % 4).ToArray();
        return ([.. topics.Select(topic => (int[])[1, .. Enumerable.Range(0, 4 + random.NextInt(5)).Select(_ => 4 + (random.NextDouble() < 0.7 ? 5 * topic + random.NextInt(5) : random.NextInt(20))), 2])], topics);
    }

    public static double Largest(IEnumerable<float> a, IEnumerable<float> b) => a.Zip(b, (x, y) => (double)Math.Abs(x - y)).Max();

    public static double LeastCosine(Matrix a, Matrix b)
    {
        var (x, y) = (a.NormalizeRows(), b.NormalizeRows());
        return Enumerable.Range(0, a.Rows).Min(i => System.Numerics.Tensors.TensorPrimitives.Dot<float>(x.Row(i), y.Row(i)));
    }

    /// <summary>What libtorch says when a GPU has no room left.</summary>
    public static Exception OutOfMemory() => new LibtorchException("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 79.15 GiB of which 12.06 MiB is free.");

    /// <summary>Tensors of this thread that nobody has disposed.</summary>
    public static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private sealed class LibtorchException(string message) : ExternalException(message);
}
