using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class NextInSequenceTaskTests
{
    private static readonly int[][] Sequences = [[0, 1, 2, 3], [3, 1], [4], [2, 0, 4, 1, 3]];

    private static TrainableEncoder Encoder(double dropout = 0, ulong seed = 1) =>
        new(new BertConfig { VocabularySize = 6, HiddenSize = 8, Heads = 2, Layers = 2, IntermediateSize = 16, Positions = 6, Types = 1, LayerNormEpsilon = 1e-6 }, seed, causal: true) { DropoutRate = dropout };

    [Fact]
    public void Encode_Causal_DoesNotSeeWhatComesAfter()
    {
        var encoder = Encoder();
        var (whole, part, other) = (encoder.Encode(TokenBatch.FromSequences([[0, 1, 2, 3, 4]])), encoder.Encode(TokenBatch.FromSequences([[0, 1, 2]])), encoder.Encode(TokenBatch.FromSequences([[0, 1, 2, 5, 5]])));
        for (var token = 0; token < 3; token++)
        {
            for (var j = 0; j < 8; j++)
            {
                Assert.Equal(part[token, j], whole[token, j], 1e-5f);
                Assert.Equal(part[token, j], other[token, j], 1e-5f);
            }
        }
        Assert.NotEqual(whole[3, 0], other[3, 0]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Step_AgainstFiniteDifferences_HasTheGradientOfEveryParameter(double dropout)
    {
        var encoder = Encoder(dropout, 3);
        var random = new Rng(7);
        foreach (var parameter in encoder.Parameters.Where(p => p.Decays)) parameter.FillNormal(0.3, random);
        var task = new NextInSequenceTask("next", Sequences, encoder);
        task.Step(encoder, [0, 1, 2, 3], 5, 1);
        // The weight must be above 0 for dropout; the gradients that this adds are far below rounding.
        GradientTests.AssertSlopes(encoder.Parameters.Concat(task.Head), () => task.Step(encoder, [0, 1, 2, 3], 5, 1e-30));
    }

    [Fact]
    public void Step_WeightZero_IsTheMeanOfTheCrossEntropies()
    {
        var encoder = Encoder();
        var task = new NextInSequenceTask("next", Sequences, encoder);
        task.Head[0].FillNormal(0.5, new Rng(2));
        var (sum, count) = (0.0, 0);
        foreach (var sequence in Sequences)
        {
            for (var i = 0; i < sequence.Length; i++, count++)
            {
                // The slow way: one prefix at a time, its last state against every item.
                var state = encoder.Encode(TokenBatch.FromSequences([NextInSequenceTask.Tokens(sequence.AsSpan(..i))])).Row(i).ToArray();
                var logits = Enumerable.Range(0, 6).Select(v => state.Zip(encoder.Parameters[0].Value.Row(v).ToArray(), (a, b) => (double)a * b).Sum() + task.Head[0].Value[0, v]).ToArray();
                sum += Math.Log(logits.Sum(Math.Exp)) - logits[sequence[i] + 1];
            }
        }
        Assert.Equal(sum / count, task.Step(encoder, [0, 1, 2, 3], 0, 0), 1e-5);
    }

    [Fact]
    public void Step_DrawnCompetitors_HaveTheGradientsOfTheirLoss()
    {
        var encoder = Encoder(0, 3);
        var random = new Rng(7);
        foreach (var parameter in encoder.Parameters.Where(p => p.Decays)) parameter.FillNormal(0.3, random);
        var task = new NextInSequenceTask("next", Sequences, encoder, null, 4);
        task.Head[0].FillNormal(0.5, random);
        task.Step(encoder, [0, 1, 2, 3], 5, 1);
        GradientTests.AssertSlopes(encoder.Parameters.Concat(task.Head), () => task.Step(encoder, [0, 1, 2, 3], 5, 1e-30));
    }

    [Fact]
    public void Backward_ManyDraws_EstimateTheLossAgainstAllItems()
    {
        var (rng, words, bias, states) = (new Rng(2), new Parameter("words", 41, 8, true).FillNormal(0.7, new Rng(3)), new Parameter("bias", 1, 41, false).FillNormal(0.5, new Rng(4)), new Matrix(6, 8));
        for (var i = 0; i < states.Values.Length; i++) states.Values[i] = (float)rng.NextGaussian();
        int[] labels = [1, 1, 2, 5, 9, 40];
        var (all, back) = (new Matrix(6, 41), new Matrix(6, 8));
        for (var i = 0; i < 6; i++)
        {
            // Token 0 is no item and competes with none here.
            all[i, 0] = float.NegativeInfinity;
            for (var v = 1; v < 41; v++) all[i, v] = System.Numerics.Tensors.TensorPrimitives.Dot<float>(states.Row(i), words.Value.Row(v)) + bias.Value[0, v];
        }
        var expected = CrossEntropy.Backward(all, labels);
        Assert.Equal(expected, new SampledItems(words, bias, [[0, 0, 1], [4, 8, 39]], 60_000).Backward(states, labels, 1, new Rng(1), back), 0.01);
        for (var v = 1; v < 41; v++)
        {
            for (var j = 0; j < 8; j++) Assert.Equal(Enumerable.Range(0, 6).Sum(i => all[i, v] * states[i, j]), words.Gradient[v, j], 0.01);
        }
    }

    [Fact]
    public void Step_LabelsOfWeightZero_TeachNothing()
    {
        var encoder = Encoder();
        var task = new NextInSequenceTask("next", Sequences, encoder, [.. Sequences.Select(x => new double[x.Length])]);
        Assert.Equal(0, task.Step(encoder, [0, 1], 1, 1));
        Assert.All(encoder.Parameters, parameter => Assert.All(parameter.Gradient.Values, x => Assert.Equal(0, x)));
    }

    [Fact]
    public void Task_WrongInput_IsRefused()
    {
        Assert.Contains("causal", Assert.Throws<ArgumentException>(() => new NextInSequenceTask("next", Sequences, Toys.Encoder())).Message, StringComparison.Ordinal);
        Assert.Contains("Sequence 1 has 7 items, expected 1 to 6", Assert.Throws<ArgumentException>(() => new NextInSequenceTask("next", [[1], new int[7]], Encoder())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NextInSequenceTask("next", [[5]], Encoder()));
        Assert.Throws<InvalidOperationException>(() => Encoder().Save("nowhere"));
    }
}
