using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class NextItemTaskTests
{
    [Fact]
    public void People_Untrained_AreTheMeansOfTheirTexts()
    {
        var (encoder, task, texts) = Make(FineTuning.HeadOnly);
        var people = task.People(encoder, [[0, 4], []]);
        var alone = ProfileVectors.Encode(encoder, [[texts[0], texts[4]]], new ProfileUpdateOptions { PriorStrength = 0 });
        Assert.Equal(1f, TensorPrimitives.Dot<float>(people.Row(0), alone.Row(0)), 1e-5f);
        Assert.All(people.Row(1).ToArray(), x => Assert.Equal(0f, x));
    }

    [Fact]
    public void Step_FrozenEncoder_EncodesEveryTextOnceWithTheSameBits()
    {
        using var scope = Blocks.UseThreads(1);
        var (encoder, task, _) = Make(FineTuning.HeadOnly);
        new Trainer(encoder, task, new TrainerOptions { Steps = 6, BatchSize = 8, LearningRate = 1e-2, Seed = 2 }).Run();
        Assert.Equal(36, task.TextsEncoded);                                          // 32 texts and the 4 items that were taken
        // Adapters whose second factor is still 0 change no vector, but nothing is kept for them: the same loss on the long way.
        var kept = task.Step(encoder, [0, 5, 9], 1, 0);
        encoder.Train(FineTuning.Lora(1, 1), 3);
        Assert.False(encoder.IsFrozen);
        Assert.Equal(kept, task.Step(encoder, [0, 5, 9], 1, 0), 1e-6);
        Assert.True(task.TextsEncoded > 36);
    }

    [Fact]
    public void Step_ChangedWeights_AreSeenByAFrozenEncoder()
    {
        var (encoder, task, _) = Make(FineTuning.HeadOnly);
        var before = task.Step(encoder, [0, 1, 2, 3], 1, 0);
        encoder.Parameters[0].FillNormal(0.5, new Rng(8));
        Assert.NotEqual(before, task.Step(encoder, [0, 1, 2, 3], 1, 0));
    }

    [Fact]
    public void Loss_OfOneBatch_IsThatOfAStep()
    {
        var (encoder, task, _) = Make(FineTuning.Full);
        (int[], int)[] examples = [.. Enumerable.Range(0, 28).Select(i => (new[] { i, i + 4 }, i % 4))];
        Assert.Equal(task.Step(encoder, [.. Enumerable.Range(0, 28)], 1, 0), task.Loss(encoder, examples, 28), 1e-5);
        Assert.Equal(double.NaN, task.Loss(encoder, examples, 29));
    }

    [Fact]
    public void Examples_WithoutTextsOrOutside_AreRefused()
    {
        Assert.Contains("no texts", Assert.Throws<ArgumentException>(() => new NextItemTask("x", [[1, 2]], [[1, 2]], [([], 0)], 16)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NextItemTask("x", [[1, 2]], [[1, 2]], [([1], 0)], 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NextItemTask("x", [[1, 2]], [[1, 2]], [([0], 1)], 16));
    }

    private static (TrainableEncoder Encoder, NextItemTask Task, int[][] Texts) Make(FineTuning what)
    {
        var (texts, topics) = Toys.Corpus(40);
        var encoder = Toys.Encoder();
        encoder.Train(what);
        return (encoder, new NextItemTask("next", texts[..32], texts[32..], [.. Enumerable.Range(0, 28).Select(i => (new[] { i, i + 4 }, topics[i]))], 16), texts);
    }
}
