using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class ProfileUpdateTests
{
    [Fact]
    public void Encode_ByHand_IsTheMeanDrawnToThePrior()
    {
        var encoder = Toys.Encoder();
        int[] a = [1, 4, 5, 2], b = [1, 20, 21, 2];
        var alone = ProfileVectors.Encode(encoder, [[a], [b]], new ProfileUpdateOptions { PriorStrength = 0 });
        var prior = new float[16];
        for (var j = 0; j < 16; j++) prior[j] = (alone[0, j] + alone[1, j]) / 2;
        var profiles = ProfileVectors.Encode(encoder, [[a], [b], [], [a, b]], new ProfileUpdateOptions { PriorStrength = 3, HalfLifeTexts = 1 }, prior);
        var expected = new Matrix(4, 16);
        for (var j = 0; j < 16; j++)
        {
            expected[0, j] = 3 * prior[j] + alone[0, j];
            expected[1, j] = 3 * prior[j] + alone[1, j];
            expected[2, j] = prior[j];
            expected[3, j] = 3 * prior[j] + 0.5f * alone[0, j] + alone[1, j];
        }
        foreach (var (x, y) in expected.NormalizeRows().Values.Zip(profiles.Values)) Assert.Equal(x, y, 5);
    }

    [Fact]
    public void Run_NewTopics_AreLearnedAndTheEncoderStaysUnchanged()
    {
        using var scope = Blocks.UseThreads(1);
        // People write on one of four topics; in the new period on the next one.
        IReadOnlyList<int[]>[] Period(int shift, ulong seed)
        {
            var (texts, topics) = Toys.Corpus(400, seed);
            var byTopic = texts.Zip(topics).GroupBy(x => x.Second).ToDictionary(g => g.Key, g => g.Select(x => x.First).ToArray());
            return [.. Enumerable.Range(0, 60).Select(user => (IReadOnlyList<int[]>)byTopic[(user + shift) % 4].Skip(user / 4 * 4).Take(4).ToArray())];
        }
        var (old, recent) = (Period(0, 1), Period(1, 2));
        var options = new ProfileUpdateOptions
        {
            What = FineTuning.Full, ReplayShare = 0.5, Training = new TrainerOptions { Steps = 40, BatchSize = 16, LearningRate = 3e-3, Seed = 1 }, Text = new TextTaskOptions { Temperature = 0.2 },
        };
        var encoder = Toys.Encoder();
        var kept = (float[])encoder.Words.Value.Values.Clone();
        var result = ProfileUpdate.Run(encoder, old, recent, options);
        Assert.Equal(kept, encoder.Words.Value.Values);
        Assert.True(result.NewLoss.After < result.NewLoss.Before, $"new loss {result.NewLoss}");
        Assert.Equal((60, 16), (result.Updated.Rows, result.Updated.Columns));
        Assert.All(result.Shift, shift => Assert.InRange(shift, -1e-5, 2));
        Assert.Contains("held-back pairs of the old period", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_MoreTexts_AreNearerToLaterOnes()
    {
        using var scope = Blocks.UseThreads(1);
        var (texts, topics) = Toys.Corpus(480);
        var byTopic = texts.Zip(topics).GroupBy(x => x.Second).OrderBy(g => g.Key).Select(g => g.Select(x => x.First).ToArray()).ToArray();
        IReadOnlyList<int[]>[] histories = [.. Enumerable.Range(0, 40).Select(user => (IReadOnlyList<int[]>)byTopic[user % 4].Skip(user / 4 * 12).Take(12).ToArray())];
        var curve = ColdStart.Measure(Toys.Encoder(), histories, [0, 1, 2, 5, 10], 3);
        Assert.Equal([0, 1, 2, 5, 10], curve.Select(x => x.Texts));
        Assert.All(curve, x => Assert.Equal(40, x.People));
        Assert.True(curve[4].Cosine > curve[1].Cosine && curve[4].Nearest > curve[0].Nearest, ColdStart.ToTable(curve).ToString());
        Assert.Contains("more than 12 texts", Assert.Throws<ArgumentException>(() => ColdStart.Measure(Toys.Encoder(), histories, [12], 3)).Message, StringComparison.Ordinal);
    }
}
