using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

/// <summary>Against PyTorch 1.13 on random weights: Fixtures/make_qwen3.py says how.</summary>
public sealed class Qwen3ParityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("tiny-qwen3")]
    [InlineData("tiny-qwen3-bf16")]
    public void Encode_LastToken_AgreesWithPyTorch(string name)
    {
        using var encoder = Qwen3Encoder.Load(EncoderParityTests.Fixture(name));
        var (batch, expected) = EncoderParityTests.Expected(name);
        var states = encoder.Forward(batch);
        var largest = expected.Zip(states.Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest <= 2e-5, $"largest absolute difference of a state {largest}");
        var vectors = encoder.Encode(batch);
        for (var s = 0; s < batch.Count; s++)
        {
            var last = expected.AsSpan((batch.Starts[s + 1] - 1) * encoder.Dimension, encoder.Dimension).ToArray();
            var norm = Math.Sqrt(last.Sum(value => (double)value * value));
            for (var j = 0; j < last.Length; j++) Assert.Equal(last[j] / norm, vectors[s, j], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Encode_AnyThreadCountAndCompany_GivesTheSameBits(int threads)
    {
        using var encoder = Qwen3Encoder.Load(EncoderParityTests.Fixture("tiny-qwen3"));
        var rng = new Rng(7);
        var sequences = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 1 + rng.NextInt(120)).Select(_ => rng.NextInt(60)).ToArray()).ToArray();
        float[] together;
        using (Blocks.UseThreads(threads)) together = encoder.Encode(TokenBatch.FromSequences(sequences)).Values;
        var alone = sequences.SelectMany(sequence => encoder.Encode(TokenBatch.FromSequences([sequence])).Values).ToArray();
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Forward_WhatComesAfter_ChangesNothingBefore()
    {
        using var encoder = Qwen3Encoder.Load(EncoderParityTests.Fixture("tiny-qwen3"));
        var text = Enumerable.Range(0, 110).Select(i => i % 60).ToArray();
        var whole = encoder.Forward(TokenBatch.FromSequences([text]));
        var start = encoder.Forward(TokenBatch.FromSequences([text[..50]]));
        var largest = start.Values.Zip(whole.Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest <= 1e-5, $"largest absolute difference {largest}");
    }

    [Fact]
    public void Encode_Int8_StaysNearTheFloatVectors()
    {
        var (batch, _) = EncoderParityTests.Expected("tiny-qwen3");
        using var exact = Qwen3Encoder.Load(EncoderParityTests.Fixture("tiny-qwen3"));
        using var integers = Qwen3Encoder.Load(EncoderParityTests.Fixture("tiny-qwen3"), precision: EncoderPrecision.Int8);
        var (a, b) = (exact.Encode(batch), integers.Encode(batch));
        for (var s = 0; s < batch.Count; s++) Assert.InRange(a.Row(s).ToArray().Zip(b.Row(s).ToArray(), (x, y) => x * y).Sum(), 0.98f, 1.0001f);
    }

    [Fact]
    public void TextEncoder_OnAQwen3Folder_TakesTheLastToken()
    {
        foreach (var file in Directory.GetFiles(EncoderParityTests.Fixture("tiny-qwen3"), "*.*")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good"]);
        using var texts = TextEncoder.Load(folder);
        using var bare = Qwen3Encoder.Load(folder);
        Assert.Equal(bare.Encode(TokenBatch.FromSequences([[2, 5, 3]])).Values, texts.Encode(["good"]).Values);
        Assert.Equal(128, texts.Tokenizer.MaxTokens);
    }

    [Theory]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "3 key and value heads do not divide the 4 query heads")]
    [InlineData("\"head_dim\": 10", "\"head_dim\": 9", "'head_dim' is 9, expected an even number")]
    [InlineData("\"attention_bias\": false", "\"attention_bias\": true", "'attention_bias' is 'True', expected 'False'")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4.0}", "'rope_scaling' is 'yarn', expected 'default'")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "tensor 'layers.2.self_attn.q_proj.weight' (40, 24) is missing")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", "tensor 'layers.1.input_layernorm.weight' is not part of a qwen3 decoder of 1 layers")]
    public void Load_WhatDoesNotFit_IsNamed(string old, string changed, string reason)
    {
        foreach (var file in Directory.GetFiles(EncoderParityTests.Fixture("tiny-qwen3"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(old, changed, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Qwen3Encoder.Load(folder)).Message, StringComparison.Ordinal);
    }
}
