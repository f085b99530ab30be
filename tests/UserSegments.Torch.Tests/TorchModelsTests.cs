using UserSegments.Encoding;

namespace UserSegments.Torch.Tests;

/// <summary>From texts to vectors, against the managed way on the encoder that comes with the project.</summary>
public sealed class TorchModelsTests
{
    private static readonly string[] Texts =
        [.. Enumerable.Range(0, 120).Select(i => string.Join(' ', Enumerable.Repeat(i % 3 == 0 ? "very good coffee, would buy again" : "这款耳机音质很好", i % 7)) + $" {i}")];

    [Theory]
    [InlineData(TorchPrecision.Float32, 2e-5)]
    [InlineData(TorchPrecision.BFloat16, 0.05)]
    public void Encode_TextsInChunks_AgreesWithTheManagedEncoder(TorchPrecision precision, double most)
    {
        using var managed = EmbeddedEncoder.Open();
        using var encoder = Open(precision);
        var done = new List<double>();
        var vectors = encoder.Encode(Texts, new Progress(done.Add), CancellationToken.None);
        Assert.InRange(Bench.Largest(managed.Encode(Texts).Values, vectors.Values), 0, most);
        Assert.Equal([0.25, 0.5, 0.75, 1], done);
        Assert.Same(Bench.Device, Assert.IsType<TorchEncoder>(encoder.Model).Device);
    }

    [Fact]
    public void Encode_Cancelled_StopsAndGoesOnLater()
    {
        using var encoder = Open(TorchPrecision.Float32);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Encode(Texts, new Progress(_ => stop.Cancel()), stop.Token));
        Assert.Equal(Texts.Length, encoder.Encode(Texts).Rows);
    }

    [Fact]
    public void Best_WhereThisProjectWasBuilt_IsItsDeviceAndAgreesWithTheCpu()
    {
        using var managed = EmbeddedEncoder.Open();
        using var placed = EmbeddedEncoder.Open(new() { Device = EncoderDevice.Best });
        Assert.Contains("by libtorch", EncoderDevice.Best.ToString(), StringComparison.Ordinal);
        Assert.Equal(Bench.Device.IsCuda, EncoderDevice.Best.IsGpu);
        Assert.InRange(Bench.Largest(managed.Encode(Texts).Values, placed.Encode(Texts).Values), 0, 2e-5);
    }

    private static TextEncoder Open(TorchPrecision precision) =>
        EmbeddedEncoder.Open(new() { Device = new TorchModels(new() { Device = Bench.Device, Precision = precision }), ChunkTexts = 30 });

    private sealed class Progress(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
