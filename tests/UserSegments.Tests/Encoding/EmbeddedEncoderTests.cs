using System.Numerics.Tensors;
using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class EmbeddedEncoderTests
{
    [Fact]
    public void Open_EnglishAndChinese_PutsWhatBelongsTogetherTogether()
    {
        using var encoder = EmbeddedEncoder.Open();
        var vectors = encoder.Encode(["a cup of coffee in the morning", "espresso and tea", "a bicycle with two wheels", "早上喝一杯咖啡", "骑自行车去公园", ""]);
        Assert.Equal((6, 192), (vectors.Rows, vectors.Columns));
        float Cosine(int a, int b) => TensorPrimitives.Dot<float>(vectors.Row(a), vectors.Row(b));
        Assert.True(Cosine(0, 1) > Cosine(0, 2) + 0.1, $"coffee and espresso {Cosine(0, 1)}, coffee and bicycle {Cosine(0, 2)}");
        Assert.True(Cosine(0, 3) > Cosine(0, 4), $"coffee and 咖啡 {Cosine(0, 3)}, coffee and 自行车 {Cosine(0, 4)}");
        for (var i = 0; i < 5; i++) Assert.Equal(1f, TensorPrimitives.Norm<float>(vectors.Row(i)), 1e-5f);
    }

    [Fact]
    public void Folder_HasWhatTheCardSays()
    {
        var files = Directory.GetFiles(EmbeddedEncoder.Folder);
        Assert.Contains(files, file => Path.GetFileName(file) == "README.md");
        Assert.True(files.Sum(file => new FileInfo(file).Length) <= 12_000_000);
    }
}
