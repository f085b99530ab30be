using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Torch.Tests;

/// <summary>One step against the CPU trainer, and whole runs.</summary>
public sealed class TorchTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("torch").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string> Steps => new()
    {
        { "words", "full" }, { "words", "lora" }, { "pairs", "full" }, { "pairs", "top" }, { "classes", "full" }, { "classes", "lora" }, { "teacher", "full" }, { "classes", "head" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Step_EveryObjective_HasTheLossAndGradientsOfTheCpu(string objective, string what)
    {
        var (loss, gradients) = Step(objective, what, null);
        foreach (var options in new TorchTrainingOptions[] { new(), new() { Checkpointing = true } })
        {
            var (other, others) = Step(objective, what, options);
            Assert.Equal(loss, other, 1e-4);
            Assert.Equal(gradients.Count, others.Count);
            foreach (var (name, expected) in gradients)
            {
                var scale = Math.Max(1e-6, expected.Max(value => (double)Math.Abs(value)));
                Assert.True(Bench.Largest(expected, others[name]) <= 1e-3 * scale, $"{name}: {Bench.Largest(expected, others[name]) / scale}");
            }
        }
    }

    [Fact]
    public void Step_WithDropoutAndCheckpointing_HasTheGradientsWithoutCheckpointing()
    {
        var (loss, gradients) = Step("words", "full", new(), 0.2);
        var (other, others) = Step("words", "full", new() { Checkpointing = true }, 0.2);
        Assert.Equal(loss, other, 1e-6);
        foreach (var (name, expected) in gradients) Assert.InRange(Bench.Largest(expected, others[name]), 0, 1e-6);
        Assert.NotEqual(loss, Step("words", "full", new()).Loss, 1e-6);
    }

    [Fact]
    public void Step_InHalfPrecision_StaysNearTheCpu()
    {
        var (loss, gradients) = Step("classes", "full", null);
        var (other, others) = Step("classes", "full", new() { Precision = TorchPrecision.BFloat16 });
        Assert.Equal(loss, other, 0.02);
        var (a, b) = (Join(gradients), Join(others));
        Assert.InRange(Bench.LeastCosine(a, b), 0.99, 1.001);

        static Matrix Join(Dictionary<string, float[]> parts) => Matrix.FromRows([[.. parts.OrderBy(part => part.Key, StringComparer.Ordinal).SelectMany(part => part.Value)]]);
    }

    [Fact]
    public void Run_OnADevice_LearnsAsTheCpuDoesAndLeavesNoTensor()
    {
        var start = Bench.Live;
        var (cpu, device) = (Train(null, 30), Train(new(), 30));
        Assert.Equal(cpu.FinalLoss, device.FinalLoss, 1e-3);
        Assert.InRange(device.FinalLoss, 0, device.Points[0].Loss - 0.1);
        Assert.InRange(Train(new() { Precision = TorchPrecision.BFloat16 }, 30).FinalLoss, 0, cpu.FinalLoss + 0.05);
        Assert.Equal(start, Bench.Live);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsWhereAWholeRunEnds()
    {
        var whole = Train(new(), 12, Path.Combine(folder, "whole"), 0.1);
        using var stop = new CancellationTokenSource();
        var place = Path.Combine(folder, "parts");
        Assert.Throws<OperationCanceledException>(() => Train(new(), 12, place, 0.1, stop));
        var resumed = Train(new(), 12, place, 0.1);
        Assert.Equal(12, resumed.Points.Count);
        Assert.Equal(whole.FinalLoss, resumed.FinalLoss, 1e-5);
        Assert.True(File.Exists(Path.Combine(place, "training.safetensors")));
    }

    [Fact]
    public void Attach_Twice_IsRefused()
    {
        var encoder = Bench.Encoder();
        using (TorchTraining.Attach(encoder, new() { Device = Bench.Device }))
            Assert.Throws<InvalidOperationException>(() => TorchTraining.Attach(encoder, new() { Device = Bench.Device }));
        TorchTraining.Attach(encoder, new() { Device = Bench.Device }).Dispose();
    }

    private static (double Loss, Dictionary<string, float[]> Gradients) Step(string objective, string what, TorchTrainingOptions? options, double dropout = 0)
    {
        var encoder = Bench.Encoder();
        encoder.DropoutRate = dropout;
        // Without values in B the gradients of A are 0.
        encoder.Train(what switch { "lora" => FineTuning.Lora(3, 6, "query", "value", "intermediate"), "top" => FineTuning.Top(1), "head" => FineTuning.HeadOnly, _ => FineTuning.Full }, 4);
        var random = new Rng(9);
        foreach (var parameter in encoder.AdapterParameters) parameter.FillNormal(0.1, random);
        var (texts, topics) = Bench.Corpus(12);
        ITrainingTask task = objective switch
        {
            "words" => new MaskedLanguageTask("words", texts, encoder, 3, 0.4),
            "pairs" => new ContrastiveTask("pairs", texts, [.. Enumerable.Range(0, 8).Select(i => (i, i + 4))]),
            "teacher" => new DistillationTask("teacher", texts, new Matrix(12, 5, [.. Enumerable.Range(0, 60).Select(_ => (float)random.NextGaussian())]), 16),
            _ => new ClassificationTask("classes", texts, topics, 4, 16),
        };
        using var device = options is null ? null : TorchTraining.Attach(encoder, options with { Device = Bench.Device });
        var loss = task.Step(encoder, [0, 1, 2, 3, 4, 5, 6, 7], 77, 0.7);
        var trained = encoder.Parameters.Concat(encoder.AdapterParameters).Concat(task.Head).Where(parameter => parameter.Trained);
        return (loss, trained.ToDictionary(parameter => parameter.Name, parameter => (float[])parameter.Gradient.Values.Clone()));
    }

    private static TrainingResult Train(TorchTrainingOptions? options, int steps, string? place = null, double dropout = 0, CancellationTokenSource? stop = null)
    {
        var encoder = Bench.Encoder();
        encoder.DropoutRate = dropout;
        var (texts, topics) = Bench.Corpus(40);
        var task = new ClassificationTask("classes", texts, topics, 4, 16);
        using var device = options is null ? null : TorchTraining.Attach(encoder, options with { Device = Bench.Device });
        return new Trainer(encoder, task, new() { Steps = steps, BatchSize = 10, LearningRate = 3e-3, Folder = place, CheckpointEvery = 3 })
            .Run(progress: stop is null ? null : new Stopper(stop), cancellation: stop?.Token ?? default);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint value)
        {
            if (value.Step == 7) stop.Cancel();
        }
    }
}
