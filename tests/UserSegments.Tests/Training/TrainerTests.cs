using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("training").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Run_InterruptedAtTwentyRandomMoments_EndsWithTheSameBits()
    {
        using var scope = Blocks.UseThreads(1);
        var whole = Train(null, null);
        const ulong Seed = 77;
        var random = new Rng(Seed);
        for (var trial = 0; trial < 20; trial++)
        {
            var here = Path.Combine(folder, $"{trial}");
            var (stops, moment) = (1 + random.NextInt(3), 0);
            for (var stop = 0; stop < stops; stop++)
            {
                moment = random.NextInt(30);
                // Half of the stops fall on a step of the optimizer, the others into the middle of a gradient.
                Assert.Throws<TimeoutException>(() => Train(here, moment));
                // What a killed process may leave behind: half a line, half a checkpoint under its temporary name.
                if (Directory.Exists(here)) File.AppendAllText(Path.Combine(here, "log.jsonl"), "{\"Step\":");
                if (Directory.Exists(here)) File.WriteAllText(Path.Combine(here, "training.safetensors.dead.tmp"), "half");
            }
            var resumed = Train(here, null);
            for (var i = 0; i < whole.Length; i++) Assert.True(whole[i].AsSpan().SequenceEqual(resumed[i]), $"seed {Seed}, trial {trial}: other bits in parameter {i}");
            var lines = File.ReadAllLines(Path.Combine(here, "log.jsonl"));
            Assert.Equal(Enumerable.Range(1, 24), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Step").GetInt32()));
        }
    }

    [Fact]
    public void Run_AnyThreadCount_GivesTheSameBits()
    {
        float[][] On(int threads)
        {
            using var scope = Blocks.UseThreads(threads);
            return Train(null, null);
        }
        Assert.Equal(On(1), On(3));
    }

    [Fact]
    public void Run_OtherOptionsOnACheckpoint_AreRefused()
    {
        Train(folder, null);
        var (texts, topics) = Toys.Corpus(40);
        var encoder = Toys.Encoder();
        var trainer = new Trainer(encoder, new ClassificationTask("topic", texts, topics, 4, 16), new TrainerOptions { Steps = 5, Folder = folder });
        Assert.Contains("the checkpoint is of the run", Assert.Throws<InvalidDataException>(() => trainer.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ScoreFalls_StopsEarlyWithTheBestWeights()
    {
        var (texts, topics) = Toys.Corpus(40);
        var encoder = Toys.Encoder();
        var calls = 0;
        float[]? best = null;
        var result = new Trainer(encoder, new ClassificationTask("topic", texts, topics, 4, 16), new TrainerOptions { Steps = 100, ValidateEvery = 2, Patience = 3 }).Run(e =>
        {
            if (++calls == 2) best = (float[])e.Words.Value.Values.Clone();
            return calls == 2 ? 1 : 0.5;
        });
        Assert.True(result.StoppedEarly);
        Assert.Equal((10, 4, 1.0), (result.Points.Count, result.BestStep, result.BestScore));
        Assert.Equal(best, encoder.Words.Value.Values);
    }

    [Fact]
    public void Accumulation_OfAMeanLoss_GivesTheSameStep()
    {
        double[] Losses(int parts)
        {
            var (texts, topics) = Toys.Corpus(40);
            var encoder = Toys.Encoder();
            encoder.DropoutRate = 0;
            return [.. new Trainer(encoder, new ClassificationTask("topic", texts, topics, 4, 16), new TrainerOptions { Steps = 6, BatchSize = 10, Accumulation = parts }).Run().Points.Select(p => p.Loss)];
        }
        foreach (var (one, five) in Losses(1).Zip(Losses(5))) Assert.Equal(one, five, 4);
    }

    [Fact]
    public void Schedule_Cosine_WarmsUpAndFallsToZero()
    {
        var schedule = new Schedule(ScheduleKind.Cosine, 0.1);
        Assert.Equal(1.0 / 11, schedule.Factor(0, 100), 12);
        Assert.Equal(1, schedule.Factor(10, 100), 12);
        Assert.Equal(0.5, schedule.Factor(55, 100), 12);
        Assert.InRange(schedule.Factor(99, 100), 0, 0.001);
        Assert.Equal(0.5, new Schedule(ScheduleKind.Linear, 0).Factor(50, 100), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Factor(100, 100));
    }

    [Fact]
    public void TensorBoard_Records_HaveTheKnownBytes()
    {
        // CRC-32C of "123456789" is E3069283 (RFC 3720); TensorFlow rotates and adds.
        Assert.Equal(unchecked(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u), TensorBoardWriter.MaskedCrc("123456789"u8));
        var path = Path.Combine(folder, "events.out.tfevents.test");
        using (var writer = new TensorBoardWriter(path, DateTime.UnixEpoch.AddSeconds(1.5))) writer.Add("loss", 0.25, 300, DateTime.UnixEpoch.AddSeconds(2));
        var bytes = File.ReadAllBytes(path);
        var bodies = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BitConverter.ToUInt64(bytes, at);
            Assert.Equal(TensorBoardWriter.MaskedCrc(bytes.AsSpan(at, 8)), BitConverter.ToUInt32(bytes, at + 8));
            bodies.Add(bytes[(at + 12)..(at + 12 + length)]);
            Assert.Equal(TensorBoardWriter.MaskedCrc(bodies[^1]), BitConverter.ToUInt32(bytes, at + 12 + length));
            at += 16 + length;
        }
        Assert.Equal(2, bodies.Count);
        // By hand: time 2.0; step 300 = AC 02; summary of 13 bytes holding a value of 11: tag "loss", 0.25f.
        Assert.Equal("0900000000000000" + "40" + "10AC02" + "2A0D" + "0A0B" + "0A046C6F7373" + "150000803E", Convert.ToHexString(bodies[1]));
    }

    private static float[][] Train(string? where, int? stopAt)
    {
        var (texts, topics) = Toys.Corpus(40);
        var encoder = Toys.Encoder();
        var task = new ClassificationTask("topic", texts, topics, 4, 16);
        var language = new MaskedLanguageTask("language", texts, encoder, 3, 0.3);
        var bomb = new Bomb(task, stopAt);
        var options = new TrainerOptions { Steps = 24, BatchSize = 8, Accumulation = 2, LearningRate = 2e-3, ValidateEvery = 5, CheckpointEvery = 4, Folder = where, Seed = 3 };
        var steps = 0;
        new Trainer(encoder, [(bomb, 1.0), (language, 0.5)], options).Run(
            e => -task.Step(e, Enumerable.Range(0, 40).ToArray(), 0, 0),
            new Told(_ => { if (stopAt is { } at && at % 2 == 0 && steps++ == at / 2) throw new TimeoutException(); }));
        // A run that is nearly over may end before the moment comes.
        if (stopAt is not null) throw new TimeoutException();
        return [.. encoder.Parameters.Concat(task.Head).Concat(language.Head).Select(p => p.Value.Values)];
    }

    private sealed class Told(Action<TrainingPoint> tell) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint value) => tell(value);
    }

    /// <summary>Throws in the middle of a step, after part of the gradients is there.</summary>
    private sealed class Bomb(ITrainingTask task, int? stopAt) : ITrainingTask
    {
        private int calls;

        public string Name => task.Name;

        public int Count => task.Count;

        public IReadOnlyList<Parameter> Head => task.Head;

        public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
        {
            var loss = task.Step(encoder, examples, key, weight);
            if (stopAt is { } at && at % 2 == 1 && calls++ == at) throw new TimeoutException();
            return loss;
        }
    }
}
