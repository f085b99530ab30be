using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class StaticEncoderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("static").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Encode_Int8Vectors_IsTheNormalizedMeanOfKnownTokens()
    {
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "[UNK]\n[CLS]\n[SEP]\na\nb\n");
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type": "model2vec", "normalize": true, "seq_length": 1000}""");
        Write("""{"embeddings":{"dtype":"I8","shape":[5,2],"data_offsets":[0,10]}}""", [9, 9, 9, 9, 9, 9, 6, 0, 0, 8]);
        var encoder = StaticEncoder.Load(folder);
        var vectors = encoder.Encode(["a b zzz", "a", "zzz", ""]);
        Assert.Equal([0.6f, 0.8f, 1, 0, 0, 0, 0, 0], vectors.Values.Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void Load_FewerVectorsThanTokens_IsRefused()
    {
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "[UNK]\n[CLS]\n[SEP]\na\nb\n");
        Write("""{"embeddings":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}}""", [1, 2, 3, 4]);
        Assert.Contains("2 token vectors", Assert.Throws<InvalidDataException>(() => StaticEncoder.Load(folder)).Message, StringComparison.Ordinal);
    }

    private void Write(string header, byte[] data)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }
}
