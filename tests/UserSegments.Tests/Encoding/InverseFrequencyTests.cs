using UserSegments.Encoding;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

public sealed class InverseFrequencyTests
{
    private static readonly Tokenizer Words = Tokenizer.FromWordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "tea", "cup", "bike"]);

    [Fact]
    public void Weights_ByHand_AreAOverAPlusShare()
    {
        // Two texts of 3 and 4 tokens, [CLS] and [SEP] counted: tea is 2 of 7, cup 1 of 7, bike none.
        var weights = InverseFrequency.Weights(Words, ["tea", "tea cup"], a: 0.5);
        Assert.Equal(0.5 / (0.5 + (2 / 7.0)), weights[5], 1e-6);
        Assert.Equal(0.5 / (0.5 + (1 / 7.0)), weights[6], 1e-6);
        Assert.Equal(1f, weights[7]);
        Assert.Equal(Words.VocabularySize, weights.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => InverseFrequency.Weights(Words, ["tea"], 0));
    }

    [Fact]
    public void WithTokenWeights_OfABert_IsTheWeightedMeanOfItsStates()
    {
        var config = new BertConfig { VocabularySize = 8, HiddenSize = 8, Layers = 1, Heads = 2, IntermediateSize = 16, Positions = 16 };
        using var bert = BertEncoder.Random(config, 1);
        using var encoder = TextEncoder.Of(Words, bert);
        float[] weights = [1, 1, 0, 0, 1, 0.25f, 1, 0.5f];
        var found = encoder.WithTokenWeights(weights).Encode(["tea cup bike", "", "cup"]);
        var batch = Words.EncodeBatch(["tea cup bike"]);
        var states = bert.Forward(batch);
        var expected = new double[8];
        for (var t = 0; t < states.Rows; t++)
            for (var j = 0; j < 8; j++) expected[j] += weights[batch.Ids[t]] * states[t, j];
        var length = Math.Sqrt(expected.Sum(x => x * x));
        for (var j = 0; j < 8; j++) Assert.Equal(expected[j] / length, found[0, j], 1e-5);
        Assert.All(found.Row(1).ToArray(), value => Assert.Equal(0f, value));
        // With equal weights the mean is the plain one.
        var equal = encoder.WithTokenWeights([.. Enumerable.Repeat(0.3f, 8)]).Encode(["tea cup bike"]);
        var plain = encoder.Encode(["tea cup bike"]);
        for (var j = 0; j < 8; j++) Assert.Equal(plain[0, j], equal[0, j], 1e-5f);
    }

    [Fact]
    public void WithTokenWeights_ThatDoNotFit_AreRefused()
    {
        var config = new BertConfig { VocabularySize = 8, HiddenSize = 8, Layers = 1, Heads = 2, IntermediateSize = 16, Positions = 16 };
        using var encoder = TextEncoder.Of(Words, BertEncoder.Random(config, 1));
        Assert.Contains("7 values", Assert.Throws<ArgumentException>(() => encoder.WithTokenWeights(new float[7])).Message, StringComparison.Ordinal);
        Assert.Contains("weights[3] is -1", Assert.Throws<ArgumentException>(() => encoder.WithTokenWeights([1, 1, 1, -1, 1, 1, 1, 1])).Message, StringComparison.Ordinal);
        using var first = TextEncoder.Of(Words, BertEncoder.Random(config, 1, Pooling.Cls));
        Assert.False(first.AveragesTokens);
        Assert.Contains("mean pooling", Assert.Throws<InvalidOperationException>(() => first.WithTokenWeights(new float[8])).Message, StringComparison.Ordinal);
    }
}
