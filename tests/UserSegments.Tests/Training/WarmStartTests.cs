using System.Numerics.Tensors;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class WarmStartTests
{
    private static readonly BertConfig Shape = new() { VocabularySize = 30, HiddenSize = 48, Heads = 4, Layers = 2, IntermediateSize = 96, Positions = 16 };

    [Fact]
    public void FromTokenVectors_Untrained_GivesTheMeanOfTheVectors()
    {
        var vectors = Vectors();
        var encoder = new TrainableEncoder(Shape, 1);
        WarmStart.FromTokenVectors(encoder, vectors, 2);
        int[] text = [0, 7, 9, 21, 7, 1];
        var hidden = encoder.Encode(TokenBatch.FromSequences([text])).ColumnMeans();
        var mean = vectors.SelectRows(text).ColumnMeans();
        Assert.True(TensorPrimitives.CosineSimilarity<float>(mean, hidden.AsSpan(0, 24)) > 0.999f);
        Assert.All(hidden[24..], x => Assert.Equal(0f, x));
        // A token twice as long counts twice.
        var (one, other) = (encoder.Encode(TokenBatch.FromSequences([[5]])), encoder.Encode(TokenBatch.FromSequences([[6]])));
        Assert.Equal(2, TensorPrimitives.Norm<float>(other.Row(0)) / TensorPrimitives.Norm<float>(one.Row(0)), 0.05);
    }

    [Fact]
    public void FromTokenVectors_OtherShapes_AreRefused()
    {
        var encoder = new TrainableEncoder(Shape, 1);
        Assert.Contains("at least 56 and 1", Assert.Throws<ArgumentException>(() => WarmStart.FromTokenVectors(encoder, new Matrix(30, 40), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("30", Assert.Throws<ArgumentException>(() => WarmStart.FromTokenVectors(encoder, new Matrix(29, 24), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("all 0", Assert.Throws<ArgumentException>(() => WarmStart.FromTokenVectors(encoder, new Matrix(30, 24), 1)).Message, StringComparison.Ordinal);
    }

    private static Matrix Vectors()
    {
        var (random, vectors) = (new Rng(3), new Matrix(30, 24));
        for (var i = 2 * 24; i < vectors.Values.Length; i++) vectors.Values[i] = (float)random.NextGaussian();
        for (var j = 0; j < 24; j++) vectors[6, j] = 2 * vectors[5, j];
        return vectors;
    }
}
