using System.Text.Json;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

/// <summary>The encoder's backward pass against PyTorch (fixture) and against finite differences.</summary>
public sealed class GradientTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Training", "Fixtures", "encoder_gradients.json"))).RootElement;

    [Fact]
    public void Backward_AgainstPyTorch_HasTheSameGradients()
    {
        var (encoder, batch, weights) = Load();
        var hidden = encoder.Forward(batch, 1);
        AssertClose(Floats(Fixture.GetProperty("output")), hidden.Values, 1e-4, "output");
        encoder.Backward(weights);
        foreach (var (name, _, parameter, start, count) in encoder.Tensors())
            AssertClose(Floats(Fixture.GetProperty("gradients").GetProperty(name)), parameter.Gradient.Values.AsSpan(start, count), 1e-4, name);
    }

    [Fact]
    public void AdamW_TwoSteps_EndsWherePyTorchEnds()
    {
        var (encoder, batch, weights) = Load();
        var optimizer = new AdamW(encoder.Parameters, new AdamWOptions { WeightDecay = 0.1, Beta2 = 0.98 });
        for (var step = 0; step < 2; step++)
        {
            encoder.Forward(batch, 1);
            encoder.Backward(weights);
            var norm = optimizer.Step(0.01);
            var expected = Fixture.GetProperty("norms")[step].GetDouble();
            Assert.InRange(norm / expected, 0.999, 1.001);
        }
        // The bias of the keys has gradient 0 up to rounding, so Adam moves it by noise.
        foreach (var (name, _, parameter, start, count) in encoder.Tensors().Where(t => !t.Name.EndsWith("key.bias", StringComparison.Ordinal)))
            AssertClose(Floats(Fixture.GetProperty("after").GetProperty(name)), parameter.Value.Values.AsSpan(start, count), 1e-4, name);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Backward_AgainstFiniteDifferences_Agrees(double dropout)
    {
        var (encoder, batch, weights) = Load();
        encoder.DropoutRate = dropout;
        encoder.Forward(batch, 5);
        encoder.Backward(weights);
        AssertSlopes(encoder.Parameters, () => Loss(encoder.Forward(batch, 5), weights));
    }

    [Fact]
    public void Lora_AgainstFiniteDifferences_Agrees()
    {
        var (encoder, batch, weights) = Load();
        encoder.DropoutRate = 0.2;
        encoder.Train(FineTuning.Lora(3, 6, "query", "key", "value", "attention.output", "intermediate", "output"), 4);
        var random = new Rng(3);
        foreach (var parameter in encoder.AdapterParameters.Where(p => p.Name.Contains("lora_B", StringComparison.Ordinal))) parameter.FillNormal(0.1, random);
        encoder.Forward(batch, 5);
        encoder.Backward(weights);
        AssertSlopes(encoder.AdapterParameters, () => Loss(encoder.Forward(batch, 5), weights));
        Assert.All(encoder.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    [Fact]
    public void MergeAdapters_AfterTraining_KeepsTheVectors()
    {
        var (encoder, batch, _) = Load();
        encoder.Train(FineTuning.Lora(2, 4, "query", "value", "output"), 4);
        var random = new Rng(3);
        foreach (var parameter in encoder.AdapterParameters) parameter.FillNormal(0.2, random);
        var apart = encoder.Encode(batch);
        var copy = encoder.Copy().Encode(batch);
        encoder.MergeAdapters();
        AssertClose(apart.Values, encoder.Encode(batch).Values, 1e-5, "merged");
        AssertClose(apart.Values, copy.Values, 1e-5, "copy");
        Assert.Empty(encoder.AdapterParameters);
    }

    [Fact]
    public void Train_TopLayer_LeavesTheRestAndGivesTheSameGradients()
    {
        var (full, batch, weights) = Load();
        full.Forward(batch, 1);
        full.Backward(weights);
        var (top, _, _) = Load();
        top.Train(FineTuning.Top(1));
        top.Forward(batch, 1);
        top.Backward(weights);
        foreach (var (a, b) in full.Parameters.Zip(top.Parameters))
        {
            Assert.Equal(b.Name.StartsWith("encoder.layer.1", StringComparison.Ordinal), b.HasGradient);
            if (b.HasGradient) Assert.Equal(a.Gradient.Values, b.Gradient.Values);
        }
    }

    [Fact]
    public void Backward_AnyThreadCount_GivesTheSameBits()
    {
        float[][] Run(int threads)
        {
            using var scope = Blocks.UseThreads(threads);
            var encoder = new TrainableEncoder(new BertConfig { VocabularySize = 50, HiddenSize = 40, Heads = 2, Layers = 2, IntermediateSize = 72, Positions = 40 }, 3);
            var random = new Rng(8);
            var batch = TokenBatch.FromSequences([.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, 1 + 3 * i).Select(_ => random.NextInt(50)).ToArray())]);
            var hidden = encoder.Forward(batch, 9);
            encoder.Backward(hidden);
            new AdamW(encoder.Parameters).Step(0.01);
            return [hidden.Values, .. encoder.Parameters.Select(p => p.Value.Values)];
        }
        Assert.Equal(Run(1), Run(4));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameVectors()
    {
        var (encoder, batch, _) = Load();
        var folder = Directory.CreateTempSubdirectory("training").FullName;
        try
        {
            encoder.Save(folder);
            Assert.Equal(encoder.Encode(batch).Values, TrainableEncoder.Load(folder).Encode(batch).Values);
            // The encoder for use, which shares no kernel with the one that learns, reads the folder and agrees.
            using (var used = BertEncoder.Load(folder)) AssertClose(encoder.Encode(batch).Values, used.Forward(batch).Values, 1e-4, "BertEncoder");
            Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Forward_TooLongOrUnknown_NamesTheSequenceOrId()
    {
        var (encoder, _, _) = Load();
        Assert.Contains("Sequence 1 has 13 tokens", Assert.Throws<ArgumentException>(() => encoder.Encode(TokenBatch.FromSequences([[1], new int[13]]))).Message, StringComparison.Ordinal);
        Assert.Contains("Token id 23", Assert.Throws<ArgumentException>(() => encoder.Encode(TokenBatch.FromSequences([[23]]))).Message, StringComparison.Ordinal);
    }

    private static (TrainableEncoder Encoder, TokenBatch Batch, Matrix Weights) Load()
    {
        int Number(string name) => Fixture.GetProperty(name).GetInt32();
        var encoder = new TrainableEncoder(
            new BertConfig
            {
                VocabularySize = Number("vocabulary"), HiddenSize = Number("width"), Layers = Number("layers"), Heads = Number("heads"),
                IntermediateSize = Number("inner"), Positions = Number("places"),
            },
            1) { DropoutRate = 0 };
        foreach (var (name, _, parameter, start, count) in encoder.Tensors())
        {
            Floats(Fixture.GetProperty("parameters").GetProperty(name)).AsSpan().CopyTo(parameter.Value.Values.AsSpan(start, count));
            parameter.Touch();
        }
        var starts = new List<int> { 0 };
        foreach (var length in Fixture.GetProperty("lengths").EnumerateArray()) starts.Add(starts[^1] + length.GetInt32());
        var batch = new TokenBatch([.. Fixture.GetProperty("ids").EnumerateArray().Select(x => x.GetInt32())], [.. starts]);
        var weights = new Matrix(batch.Ids.Length, encoder.Config.HiddenSize, Floats(Fixture.GetProperty("weights")));
        for (var i = 0; i < weights.Values.Length; i++) weights.Values[i] /= 10;
        return (encoder, batch, weights);
    }

    private static double Loss(Matrix hidden, Matrix weights) => hidden.Values.Zip(weights.Values, (a, b) => (double)a * b).Sum();

    /// <summary>Single precision leaves about 1e-3 to central differences; the largest of each parameter is held to 2 % of its norm.</summary>
    internal static void AssertSlopes(IEnumerable<Parameter> parameters, Func<double> loss)
    {
        var random = new Rng(2);
        foreach (var parameter in parameters)
        {
            // A random direction tests all values of a parameter at once.
            var direction = Enumerable.Range(0, parameter.Count).Select(_ => (float)random.NextGaussian()).ToArray();
            if (parameter.Name.Contains("word", StringComparison.Ordinal)) direction[0] = 0;
            var expected = parameter.Gradient.Values.Zip(direction, (a, b) => (double)a * b).Sum();
            var norm = Math.Sqrt(parameter.Gradient.Values.Sum(x => (double)x * x));
            var kept = (float[])parameter.Value.Values.Clone();
            double At(float step)
            {
                for (var i = 0; i < kept.Length; i++) parameter.Value.Values[i] = kept[i] + step * direction[i];
                parameter.Touch();
                return loss();
            }
            const float Step = 2e-3f;
            // Richardson's extrapolation of two central differences.
            var (wide, narrow) = ((At(Step) - At(-Step)) / (2 * Step), (At(Step / 2) - At(-Step / 2)) / Step);
            var measured = (4 * narrow - wide) / 3;
            At(0);
            Assert.True(Math.Abs(measured - expected) <= 0.02 * norm + 5e-3, $"{parameter.Name}: slope {measured}, expected {expected}, norm {norm}");
        }
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];

    /// <summary>Error relative to the largest value of the tensor.</summary>
    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (largest, error) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs(expected[i] - actual[i]));
        }
        // Gradients that are 0 in exact arithmetic (the keys' bias) are compared in absolute terms.
        Assert.True(error <= tolerance * Math.Max(largest, 1e-2), $"{what}: error {error} at largest {largest}");
    }
}
