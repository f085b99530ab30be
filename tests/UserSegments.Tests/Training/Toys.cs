using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

/// <summary>A tiny encoder and texts whose topic is in their tokens.</summary>
internal static class Toys
{
    public const int Vocabulary = 24;

    public static TrainableEncoder Encoder(ulong seed = 1) =>
        new(new BertConfig { VocabularySize = Vocabulary, HiddenSize = 16, Heads = 2, Layers = 2, IntermediateSize = 32, Positions = 12 }, seed);

    /// <summary>Texts of four topics; each topic has five words of its own (ids 4 to 23); 1 begins, 2 ends, 3 masks.</summary>
    public static (int[][] Texts, int[] Topics) Corpus(int count, ulong seed = 5)
    {
        var random = new Rng(seed);
        var topics = Enumerable.Range(0, count).Select(i => i % 4).ToArray();
        return ([.. topics.Select(topic => (int[])[1, .. Enumerable.Range(0, 4 + random.NextInt(5)).Select(_ => 4 + (random.NextDouble() < 0.7 ? 5 * topic + random.NextInt(5) : random.NextInt(20))), 2])], topics);
    }
}
