using System.Runtime.InteropServices;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

/// <summary>Against PyTorch 1.13, on random weights and on the encoder that comes along: Fixtures/make_encoders.py and make_embedded.py say how.</summary>
public sealed class EncoderParityTests
{
    [Theory]
    [InlineData("tiny-bert")]
    [InlineData("tiny-bert-half")]
    [InlineData("tiny-roberta")]
    [InlineData("tiny-distilbert")]
    [InlineData("tiny-relu")]
    [InlineData("tiny-silu")]
    public void Forward_EveryFamily_AgreesWithPyTorch(string name)
    {
        using var encoder = BertEncoder.Load(Fixture(name));
        var (batch, expected) = Expected(name);
        var states = encoder.Forward(batch);
        Assert.Equal(expected.Length, states.Values.Length);
        var largest = expected.Zip(states.Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest <= 1e-5, $"largest absolute difference {largest}");
    }

    [Fact]
    public void Forward_EmbeddedEncoder_AgreesWithPyTorch()
    {
        using var encoder = BertEncoder.Load(EmbeddedEncoder.Folder);
        var (batch, expected) = Expected(EmbeddedEncoder.Name);
        var largest = expected.Zip(encoder.Forward(batch).Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest <= 1e-5, $"largest absolute difference {largest}");
    }

    [Fact]
    public void Encode_Int8_StaysNearTheFloatVectors()
    {
        var (batch, _) = Expected("tiny-bert");
        using var exact = BertEncoder.Load(Fixture("tiny-bert"));
        using var integers = BertEncoder.Load(Fixture("tiny-bert"), precision: EncoderPrecision.Int8);
        var (a, b) = (exact.Encode(batch), integers.Encode(batch));
        for (var s = 0; s < batch.Count; s++)
            Assert.InRange(a.Row(s).ToArray().Zip(b.Row(s).ToArray(), (x, y) => x * y).Sum(), 0.98f, 1.0001f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Encode_AnyThreadCountAndCompany_GivesTheSameBits(int threads)
    {
        using var encoder = BertEncoder.Load(Fixture("tiny-bert"));
        var rng = new Rng(7);
        var sequences = Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 1 + rng.NextInt(40)).Select(_ => rng.NextInt(90)).ToArray()).ToArray();
        float[] together;
        using (Blocks.UseThreads(threads)) together = encoder.Encode(TokenBatch.FromSequences(sequences)).Values;
        var alone = sequences.SelectMany(sequence => encoder.Encode(TokenBatch.FromSequences([sequence])).Values).ToArray();
        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Last)]
    [InlineData(Pooling.MeanSqrtLength)]
    public void Encode_EveryPooling_EqualsTheObviousOne(Pooling pooling)
    {
        using var encoder = BertEncoder.Load(Fixture("tiny-bert"), pooling, normalize: false);
        var (batch, expected) = Expected("tiny-bert");
        var vectors = encoder.Encode(batch);
        for (var s = 0; s < batch.Count; s++)
        {
            for (var j = 0; j < encoder.Dimension; j++)
            {
                var column = Enumerable.Range(batch.Starts[s], batch.Length(s)).Select(t => expected[t * encoder.Dimension + j]).ToArray();
                var value = pooling switch
                {
                    Pooling.Mean => column.Average(),
                    Pooling.Cls => column[0],
                    Pooling.Max => column.Max(),
                    Pooling.Last => column[^1],
                    _ => column.Sum() / MathF.Sqrt(column.Length),
                };
                Assert.Equal(value, vectors[s, j], 1e-4f);
            }
        }
    }

    [Fact]
    public void Encode_Normalized_HasLengthOneAndEmptyIsZero()
    {
        using var encoder = BertEncoder.Load(Fixture("tiny-bert"));
        var vectors = encoder.Encode(TokenBatch.FromSequences([[1, 2, 3], []]));
        Assert.Equal(1, Math.Sqrt(vectors.Row(0).ToArray().Sum(v => (double)v * v)), 1e-6);
        Assert.All(vectors.Row(1).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Encode_IdOrLengthOutsideTheModel_NamesThePlace()
    {
        using var encoder = BertEncoder.Load(Fixture("tiny-bert"));
        Fails([[1, 90]], "Token 1 has id 90, expected 0 to 89");
        Fails([[1], new int[41]], "Sequence 1 has 41 tokens, expected at most 40");

        void Fails(int[][] ids, string reason) => Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => encoder.Encode(TokenBatch.FromSequences(ids))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_SameSeed_GivesTheSameModel()
    {
        var config = new BertConfig { VocabularySize = 50, HiddenSize = 24, Layers = 2, Heads = 2, IntermediateSize = 30, Positions = 16 };
        var batch = TokenBatch.FromSequences([[1, 2, 3]]);
        using var one = BertEncoder.Random(config, 5);
        using var same = BertEncoder.Random(config, 5);
        using var other = BertEncoder.Random(config, 6);
        Assert.Equal(one.Encode(batch).Values, same.Encode(batch).Values);
        Assert.NotEqual(one.Encode(batch).Values, other.Encode(batch).Values);
    }

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Encoding", "Fixtures", name);

    internal static unsafe (TokenBatch Batch, float[] States) Expected(string name)
    {
        using var file = Checkpoint.Open(Path.Combine(Fixture(name), "expected.safetensors"));
        var (ids, lengths) = (Integers("ids"), Integers("lengths"));
        var starts = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++) starts[i + 1] = starts[i] + lengths[i];
        return (new TokenBatch(ids, starts), file.ReadFloats("states"));

        int[] Integers(string tensor)
        {
            var view = file.View(tensor);
            return MemoryMarshal.Cast<byte, int>(new ReadOnlySpan<byte>(view.Data, checked((int)view.Info.Bytes))).ToArray();
        }
    }
}
