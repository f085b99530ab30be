using TorchSharp;
using UserSegments.Encoding;
using UserSegments.Tokenization;

namespace UserSegments.Torch.Tests;

/// <summary>Against the managed encoders, on whatever device there is.</summary>
public sealed class TorchEncoderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("torch").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("tiny-bert", 90)]
    [InlineData("tiny-bert-half", 60)]
    [InlineData("tiny-roberta", 60)]
    [InlineData("tiny-distilbert", 60)]
    [InlineData("tiny-relu", 30)]
    [InlineData("tiny-silu", 30)]
    [InlineData("tiny-qwen3", 60)]
    [InlineData("tiny-qwen3-bf16", 40)]
    public void Encode_EveryFamily_AgreesWithTheManagedEncoder(string name, int vocabulary)
    {
        var expected = Managed(Bench.Fixture(name));
        var batch = Bench.Sequences(40, 30, vocabulary);
        using var encoder = Load(Bench.Fixture(name), new());
        Assert.InRange(Bench.Largest(expected.Encode(batch).Values, encoder.Encode(batch).Values), 0, 2e-5);
        (expected as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData(TorchPrecision.Float32, 2e-5, 0.99999)]
    [InlineData(TorchPrecision.BFloat16, 0.1, 0.999)]
    public void Encode_RandomFolder_AgreesWithTheManagedEncoder(TorchPrecision precision, double most, double leastCosine)
    {
        var config = new BertConfig { VocabularySize = 500, HiddenSize = 96, Heads = 4, Layers = 4, IntermediateSize = 384, Positions = 128 };
        new Training.TrainableEncoder(config, 3).Save(folder);
        var batch = Bench.Sequences(64, 128, 500);
        using var managed = BertEncoder.Load(folder);
        using var encoder = Load(folder, new() { Precision = precision });
        var (expected, vectors) = (managed.Encode(batch), encoder.Encode(batch));
        Assert.InRange(Bench.Largest(expected.Values, vectors.Values), 0, most);
        Assert.InRange(Bench.LeastCosine(expected, vectors), leastCosine, 1.001);
    }

    [Fact]
    public void Encode_QwenInHalfPrecision_KeepsTheDirection()
    {
        using var managed = Qwen3Encoder.Load(Bench.Fixture("tiny-qwen3"));
        using var encoder = Load(Bench.Fixture("tiny-qwen3"), new() { Precision = TorchPrecision.BFloat16 });
        var batch = Bench.Sequences(40, 100, 60);
        Assert.InRange(Bench.LeastCosine(managed.Encode(batch), encoder.Encode(batch)), 0.999, 1.001);
    }

    [Theory]
    [InlineData(Pooling.Mean, true)]
    [InlineData(Pooling.Cls, false)]
    [InlineData(Pooling.Max, false)]
    [InlineData(Pooling.Last, true)]
    [InlineData(Pooling.MeanSqrtLength, false)]
    public void Encode_EveryPooling_AgreesWithTheManagedEncoder(Pooling pooling, bool normalize)
    {
        var batch = Bench.Sequences(20, 40, 90);
        using var managed = BertEncoder.Load(Bench.Fixture("tiny-bert"), pooling, normalize);
        using var encoder = Load(Bench.Fixture("tiny-bert"), new() { Pooling = pooling, Normalize = normalize });
        Assert.InRange(Bench.Largest(managed.Encode(batch).Values, encoder.Encode(batch).Values), 0, 2e-5);
    }

    [Fact]
    public void Encode_EmptyAndEquallyLongSequences_GiveZerosAndTheSameVectors()
    {
        using var managed = BertEncoder.Load(Bench.Fixture("tiny-bert"));
        using var encoder = Load(Bench.Fixture("tiny-bert"), new());
        var batch = TokenBatch.FromSequences([[1, 2, 3], [], [4, 5, 6]]);
        var vectors = encoder.Encode(batch);
        Assert.All(vectors.Row(1).ToArray(), value => Assert.Equal(0, value));
        Assert.InRange(Bench.Largest(managed.Encode(batch).Values, vectors.Values), 0, 2e-5);
        Assert.Equal(0, encoder.Encode(TokenBatch.FromSequences([])).Rows);
    }

    [Fact]
    public void Encode_Segments_AgreeWithTheManagedEncoder()
    {
        using var managed = BertEncoder.Load(Bench.Fixture("tiny-bert"));
        using var encoder = Load(Bench.Fixture("tiny-bert"), new());
        var batch = new TokenBatch([1, 2, 3, 4, 5], [0, 2, 5], [0, 1, 0, 1, 1]);
        Assert.InRange(Bench.Largest(managed.Encode(batch).Values, encoder.Encode(batch).Values), 0, 2e-5);
        Assert.Contains("Token 0 has segment 2", Assert.Throws<ArgumentException>(() => encoder.Encode(new TokenBatch([1], [0, 1], [2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_IdOrLengthOutsideTheModel_NamesThePlace()
    {
        using var encoder = Load(Bench.Fixture("tiny-bert"), new());
        Fails([[1, 90]], "Token 1 has id 90, expected 0 to 89");
        Fails([[1], new int[41]], "Sequence 1 has 41 tokens, expected at most 40");

        void Fails(int[][] ids, string reason) => Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => encoder.Encode(TokenBatch.FromSequences(ids))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_MemoryRunsOut_BatchesShrinkWithANoticeAndVectorsStay()
    {
        var batch = Bench.Sequences(50, 40, 90);
        var notices = new List<string>();
        using var encoder = Load(Bench.Fixture("tiny-bert"), new() { BatchTokens = 1000, Notice = notices.Add });
        var expected = encoder.Encode(batch);
        encoder.BeforeBatch = tokens =>
        {
            if (tokens > 200) throw Bench.OutOfMemory();
        };
        var before = Bench.Live;
        Assert.InRange(Bench.Largest(expected.Values, encoder.Encode(batch).Values), 0, 2e-5);
        Assert.Equal(before, Bench.Live);
        Assert.InRange(encoder.BatchTokens, 40, 200);
        Assert.NotEmpty(notices);
        Assert.Matches(@"^\S+ ran out of memory on a batch of \d+ tokens; batches now have \d+\.$", notices[0]);
    }

    [Fact]
    public void Encode_MemoryForNoSequence_SaysSoInOneSentence()
    {
        using var encoder = Load(Bench.Fixture("tiny-bert"), new() { Notice = _ => { } });
        encoder.BeforeBatch = _ => throw Bench.OutOfMemory();
        var error = Assert.Throws<InvalidOperationException>(() => encoder.Encode(Bench.Sequences(4, 30, 90)));
        Assert.Matches(@"^\S+ ran out of memory on a single sequence of \d+ tokens: cut texts shorter, take half precision or another device\.$", error.Message);
    }

    [Fact]
    public void Tensors_AfterACallAndAfterDispose_AreAllGone()
    {
        var start = Bench.Live;
        using (var encoder = Load(Bench.Fixture("tiny-bert"), new() { BatchTokens = 100 }))
        {
            var loaded = Bench.Live;
            Assert.True(loaded > start);
            encoder.Encode(Bench.Sequences(60, 40, 90));
            Assert.Equal(loaded, Bench.Live);
        }
        using (var decoder = Load(Bench.Fixture("tiny-qwen3"), new()))
        {
            var loaded = Bench.Live;
            decoder.Encode(Bench.Sequences(60, 40, 60));
            Assert.Equal(loaded, Bench.Live);
        }
        Assert.Equal(start, Bench.Live);
    }

    [Fact]
    public void Load_BrokenOrTooLargeCheckpoint_SaysWhatAndLeavesNothing()
    {
        var start = Bench.Live;
        var small = new TorchDevice(torch.CPU, "test", 1000, "test");
        var error = Assert.Throws<InvalidOperationException>(() => Load(Bench.Fixture("tiny-bert"), new() { Device = small }));
        Assert.EndsWith("GB as Float32, but cpu has 0.0 GB free: take half precision, a smaller model or another device.", error.Message, StringComparison.Ordinal);
        new Training.TrainableEncoder(new BertConfig { VocabularySize = 20, HiddenSize = 8, Heads = 2, Layers = 1, IntermediateSize = 8, Positions = 8 }, 1).Save(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), File.ReadAllText(Path.Combine(folder, "config.json")).Replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2", StringComparison.Ordinal));
        Assert.Contains("encoder.layer.1.attention.self.query.weight' (8, 8) is missing", Assert.Throws<InvalidDataException>(() => Load(folder, new())).Message, StringComparison.Ordinal);
        Assert.Equal(start, Bench.Live);
    }

    private static TorchEncoder Load(string path, TorchEncoderOptions options) => TorchEncoder.Load(path, options with { Device = options.Device ?? Bench.Device });

    private static IEncoderModel Managed(string path) =>
        path.Contains("qwen", StringComparison.Ordinal) ? Qwen3Encoder.Load(path) : BertEncoder.Load(path);
}
