using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

/// <summary>Losses and gradients against PyTorch (fixture).</summary>
public sealed class LossTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Training", "Fixtures", "losses.json"))).RootElement;

    [Fact]
    public void CrossEntropy_WithWeightsAndIgnoredRows_IsPyTorchs()
    {
        var f = Fixture.GetProperty("cross_entropy");
        var (logits, labels) = (Of(f, "logits", 4), Ints(f, "labels"));
        var loss = CrossEntropy.Backward(logits, labels, [.. Floats(f, "weights").Select(x => (double)x)]);
        Same(f, loss, ("gradient", logits));
        logits = Of(f, "logits", 4);
        Same(Fixture.GetProperty("smoothed"), CrossEntropy.Backward(logits, labels, null, 0.1), ("gradient", logits));
    }

    [Fact]
    public void BinaryCrossEntropy_IsPyTorchs()
    {
        var f = Fixture.GetProperty("binary");
        var logits = Floats(f, "logits");
        var loss = BinaryCrossEntropy.Backward(logits, [.. Floats(f, "labels").Select(x => x > 0)]);
        Same(f, loss, ("gradient", new Matrix(1, logits.Length, logits)));
    }

    [Fact]
    public void InBatch_IsPyTorchs()
    {
        var f = Fixture.GetProperty("in_batch");
        var (loss, left, right) = ContrastiveLosses.InBatch(Of(f, "left", 7), Of(f, "right", 7), 0.1);
        Same(f, loss, ("dleft", left), ("dright", right));
    }

    [Fact]
    public void InBatch_PairsOfOneGroup_AreNotNegatives()
    {
        var x = Matrix.FromRows([[1, 0], [1, 0]]);
        var (apart, _, _) = ContrastiveLosses.InBatch(x, x, 0.1);
        var (together, gradient, _) = ContrastiveLosses.InBatch(x, x, 0.1, [4, 4]);
        Assert.Equal(Math.Log(2), apart, 6);
        Assert.Equal(0, together, 6);
        Assert.All(gradient.Values, g => Assert.Equal(0, g, 5));
    }

    [Fact]
    public void Supervised_IsPyTorchs()
    {
        var f = Fixture.GetProperty("supervised");
        var (loss, gradient) = ContrastiveLosses.Supervised(Of(f, "vectors", 5), Ints(f, "labels"), 0.2);
        Same(f, loss, ("gradient", gradient));
    }

    [Fact]
    public void Distillation_IsPyTorchs()
    {
        var f = Fixture.GetProperty("cosine");
        var (loss, gradient) = DistillationLosses.Cosine(Of(f, "student", 6), Of(f, "teacher", 6));
        Same(f, loss, ("gradient", gradient));
        f = Fixture.GetProperty("similarity");
        (loss, gradient) = DistillationLosses.Similarity(Of(f, "student", 6), Of(f, "teacher", 3));
        Same(f, loss, ("gradient", gradient));
    }

    [Fact]
    public void CrossEntropy_LabelOutside_NamesIt() => Assert.Contains(
        "labels holds 2 at 0", Assert.Throws<ArgumentException>(() => CrossEntropy.Backward(new Matrix(1, 2), [2])).Message, StringComparison.Ordinal);

    private static void Same(JsonElement f, double loss, params (string Name, Matrix Values)[] gradients)
    {
        Assert.Equal(f.GetProperty("loss").GetDouble(), loss, 5);
        foreach (var (name, values) in gradients)
        {
            foreach (var (expected, actual) in Floats(f, name).Zip(values.Values)) Assert.InRange(actual, expected - 2e-6 - Math.Abs(1e-4 * expected), expected + 2e-6 + Math.Abs(1e-4 * expected));
        }
    }

    private static Matrix Of(JsonElement f, string name, int columns)
    {
        var values = Floats(f, name);
        return new Matrix(values.Length / columns, columns, values);
    }

    private static float[] Floats(JsonElement f, string name) => [.. f.GetProperty(name).EnumerateArray().Select(x => x.GetSingle())];

    private static int[] Ints(JsonElement f, string name) => [.. f.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];
}
