using UserSegments.Encoding;

namespace UserSegments.Torch.Tests;

/// <summary>From texts to vectors, against the managed way on the encoder that comes with the project.</summary>
public sealed class TorchTextEncoderTests
{
    private static readonly string[] Texts =
        [.. Enumerable.Range(0, 120).Select(i => string.Join(' ', Enumerable.Repeat(i % 3 == 0 ? "very good coffee, would buy again" : "这款耳机音质很好", i % 7)))];

    [Theory]
    [InlineData(TorchPrecision.Float32, 2e-5)]
    [InlineData(TorchPrecision.BFloat16, 0.05)]
    public void Encode_Texts_AgreesWithTheManagedEncoder(TorchPrecision precision, double most)
    {
        using var managed = EmbeddedEncoder.Open();
        using var encoder = Open(new() { Precision = precision, ChunkTexts = 25 });
        var done = new List<double>();
        var vectors = encoder.Encode(Texts, new Progress(done.Add), CancellationToken.None);
        Assert.InRange(Bench.Largest(managed.Encode(Texts).Values, vectors.Values), 0, most);
        Assert.Equal(5, done.Count);
        Assert.Equal(1, done[^1]);
    }

    [Fact]
    public void Encode_NullTextOrCancellation_StopsWithThatError()
    {
        using var encoder = Open(new() { ChunkTexts = 10 });
        Assert.Contains("Text 13 is null", Assert.Throws<ArgumentException>(() => encoder.Encode([.. Texts[..13], null!])).Message, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Encode(Texts, new Progress(_ => stop.Cancel()), stop.Token));
        Assert.Equal(Texts.Length, encoder.Encode(Texts).Rows);
    }

    private static TorchTextEncoder Open(TorchEncoderOptions options) => TorchTextEncoder.Load(EmbeddedEncoder.Folder, options with { Device = Bench.Device });

    private sealed class Progress(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
