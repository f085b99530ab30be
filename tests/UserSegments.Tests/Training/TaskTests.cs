using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

/// <summary>Every task's gradient against finite differences, and that it learns.</summary>
public sealed class TaskTests
{
    public static TheoryData<string> Names => ["language", "contrastive", "supervised", "distillation", "classification", "matching", "next item"];

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("first token")]
    public void Step_AgainstFiniteDifferences_HasTheRightGradient(string name)
    {
        using var scope = Blocks.UseThreads(1);
        var encoder = Toys.Encoder();
        encoder.DropoutRate = 0.1;
        var random = new Rng(6);
        foreach (var parameter in encoder.Parameters.Where(p => p.Decays)) parameter.FillNormal(0.2, random);
        var task = Make(name, encoder);
        int[] examples = [3, 1, 7, 4, 0, 9];
        const double Weight = 0.7;
        task.Step(encoder, examples, 11, Weight);
        var gradients = encoder.Parameters.Concat(task.Head).ToDictionary(p => p, p => (float[])p.Gradient.Values.Clone());
        foreach (var (parameter, gradient) in gradients)
        {
            var direction = Enumerable.Range(0, parameter.Count).Select(_ => (float)random.NextGaussian()).ToArray();
            var expected = gradient.Zip(direction, (a, b) => (double)a * b).Sum();
            var norm = Math.Sqrt(gradient.Sum(x => (double)x * x));
            var kept = (float[])parameter.Value.Values.Clone();
            double At(float step)
            {
                for (var i = 0; i < kept.Length; i++) parameter.Value.Values[i] = kept[i] + step * direction[i];
                parameter.Touch();
                return Weight * task.Step(encoder, examples, 11, Weight);             // a weight, so that dropout is on
            }
            const float H = 3e-3f;
            var (wide, narrow) = ((At(H) - At(-H)) / (2 * H), (At(H / 2) - At(-H / 2)) / H);
            At(0);
            Assert.True(Math.Abs((4 * narrow - wide) / 3 - expected) <= 0.03 * norm + 2e-3, $"{name}, {parameter.Name}: {(4 * narrow - wide) / 3}, expected {expected}, norm {norm}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trainer_OnTopics_LowersTheLossAndCountsParameters(string name)
    {
        using var scope = Blocks.UseThreads(1);
        var encoder = Toys.Encoder();
        var task = Make(name, encoder);
        var all = Enumerable.Range(0, task.Count).ToArray();
        var before = task.Step(encoder, all, 1, 0);
        var trainer = new Trainer(encoder, task, new TrainerOptions { Steps = 60, BatchSize = 16, LearningRate = 3e-3, Seed = 2 });
        Assert.Equal(encoder.Parameters.Concat(task.Head).Sum(p => (long)p.Count), trainer.TrainedParameters);
        var result = trainer.Run();
        var after = task.Step(encoder, all, 1, 0);
        Assert.True(after < 0.93 * before, $"{name}: loss {before} before and {after} after");
        Assert.Equal(60, result.Points.Count);
        Assert.Contains("trained parameters", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Classification_HeldBackTopics_AreRecognised()
    {
        var encoder = Toys.Encoder();
        var (texts, topics) = Toys.Corpus(200);
        var task = new ClassificationTask("topic", texts[..120], topics[..120], 4, 16, ClassificationTask.BalancedWeights(topics[..120], 4));
        var result = new Trainer(encoder, task, new TrainerOptions { Steps = 120, BatchSize = 20, LearningRate = 5e-3, ValidateEvery = 10, Patience = 4 })
            .Run(e => ClassificationMetrics.Of(task.Predict(e, texts[120..]), topics[120..]).Accuracy);
        Assert.True(result.BestScore > 0.85, $"accuracy {result.BestScore}");
        Assert.Equal(result.BestScore!.Value, ClassificationMetrics.Of(task.Predict(encoder, texts[120..]), topics[120..]).Accuracy);
    }

    [Fact]
    public void Train_EachStrategy_CountsWhatIsTrained()
    {
        var (texts, topics) = Toys.Corpus(20);
        long Count(FineTuning what)
        {
            var encoder = Toys.Encoder();
            encoder.Train(what);
            return new Trainer(encoder, new ClassificationTask("topic", texts, topics, 4, 16), new TrainerOptions { Steps = 1 }).TrainedParameters;
        }
        const int Head = 4 * 16 + 4, Layer = 4 * (16 * 16 + 16) + 2 * 16 * 32 + 32 + 16 + 4 * 16;
        Assert.Equal(Head, Count(FineTuning.HeadOnly));
        Assert.Equal(Head + Layer, Count(FineTuning.Top(1)));
        Assert.Equal(Head + 2 * Layer + (24 + 12 + 2) * 16 + 32, Count(FineTuning.Full));
        Assert.Equal(Head + 2 * 2 * 2 * (3 * 16), Count(FineTuning.Lora(3, 6)));
        Assert.Contains("\"wrong\"", Assert.Throws<ArgumentException>(() => FineTuning.Lora(1, 1, "wrong")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.Encoder().Train(FineTuning.Top(3)));
    }

    private static ITrainingTask Make(string name, TrainableEncoder encoder)
    {
        var (texts, topics) = Toys.Corpus(40);
        var teacher = new Matrix(40, 5);
        for (var i = 0; i < 40; i++) (teacher[i, topics[i]], teacher[i, 4]) = (1, 0.3f);
        return name switch
        {
            "language" => new MaskedLanguageTask(name, texts, encoder, 3, 0.3, 4),
            "contrastive" => new ContrastiveTask(name, texts, [.. Enumerable.Range(0, 36).Select(i => (i, i + 4))], [.. topics.Take(36)], new TextTaskOptions { Temperature = 0.3, TokenDropout = 0.1 }),
            "supervised" => new SupervisedContrastiveTask(name, texts, topics, new TextTaskOptions { Temperature = 0.3 }),
            "first token" => new SupervisedContrastiveTask(name, texts, topics, new TextTaskOptions { Temperature = 0.3, Pooling = UserSegments.Encoding.Pooling.Cls }),
            "distillation" => new DistillationTask(name, texts, teacher, 16),
            "classification" => new ClassificationTask(name, texts, topics, 4, 16),
            "next item" => new NextItemTask(
                name, texts[..32], texts[32..], [.. Enumerable.Range(0, 28).Select(i => (new[] { i, (i + 4) % 32 }, topics[i] + 4 * (i % 2)))], 16, new TextTaskOptions { Temperature = 0.3, TokenDropout = 0.1 }),
            _ => new MatchingTask(
                name, texts[..20], texts[20..],
                [.. Enumerable.Range(0, 20).Select(i => new PersonMoment(i % 5 == 0 ? [] : [i, (i + 4) % 20], [(i + 8) % 20, i, i], i % 3 == 0 ? [] : [(i + 5) % 20]))],
                Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 4).Select(j => new ShownItem(i % 20, (3 * i + 5 * j) % 20, j, topics[i % 20] == topics[20 + (3 * i + 5 * j) % 20])).ToArray()),
                16, new MatchingOptions { Rank = 5, Hidden = 7, Positions = 4 }),
        };
    }
}
