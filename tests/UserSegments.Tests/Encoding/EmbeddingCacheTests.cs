using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Tests.Encoding;

public sealed class EmbeddingCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cache").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Find_AfterReopening_GivesTheSameBitsAndNamesTheRest()
    {
        string[] texts = ["a", "b", "", "\uD800", "\uFFFD"];
        using (var cache = Open()) cache.Add(texts, Vectors(texts));
        using var again = Open();
        var found = new Matrix(6, 3);
        Assert.Equal([2], again.Find(["b", "\uD800", "unknown", "", "\uFFFD", "a"], found));
        Assert.Equal(Vectors(["b", "\uD800"]).Values, found.Values[..6]);
        Assert.Equal(Vectors(["", "\uFFFD", "a"]).Values, found.Values[9..]);
        Assert.Equal([0f, 0f, 0f], found.Row(2).ToArray());
        Assert.Equal(5, again.Count);
    }

    [Fact]
    public void Open_TailCutAtEveryByte_KeepsTheWholeRecordsAndGoesOn()
    {
        string path;
        using (var cache = Open())
        {
            cache.Add(["a", "b"], Vectors(["a", "b"]));
            path = cache.Path;
        }
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            using var cache = Open();
            var kept = Math.Max(0, length - 64) / ((whole.Length - 64) / 2);
            Assert.Equal(Enumerable.Range(kept, 2 - kept), cache.Find(["a", "b"], new Matrix(2, 3)));
            cache.Add(["c", "b"], Vectors(["c", "b"]));
            var found = new Matrix(2, 3);
            Assert.Empty(cache.Find(["b", "c"], found));
            Assert.Equal(Vectors(["b", "c"]).Values, found.Values);
        }
    }

    [Fact]
    public void Find_AByteChanged_EncodesThatTextAgain()
    {
        using var cache = Open();
        cache.Add(["a", "b"], Vectors(["a", "b"]));
        using (var file = new FileStream(cache.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 64 + 32 + 1;
            file.WriteByte(99);
        }
        Assert.Equal([0], cache.Find(["a", "b"], new Matrix(2, 3)));
        cache.Add(["a"], Vectors(["a"]));
        using var again = Open();
        Assert.Empty(again.Find(["a", "b"], new Matrix(2, 3)));
    }

    [Fact]
    public void Add_ManyInstancesAtOnce_LosesAndRepeatsNothing()
    {
        Parallel.For(0, 4, writer =>
        {
            using var cache = Open();
            for (var i = 0; i < 25; i++)
            {
                string[] texts = [$"{writer} {i}", $"shared {i}"];
                cache.Add(texts, Vectors(texts));
                Assert.Empty(cache.Find(texts, new Matrix(2, 3)));
            }
        });
        using var all = Open();
        var names = Enumerable.Range(0, 25).SelectMany(i => new[] { $"0 {i}", $"1 {i}", $"2 {i}", $"3 {i}", $"shared {i}" }).ToArray();
        var found = new Matrix(names.Length, 3);
        Assert.Empty(all.Find(names, found));
        Assert.Equal(Vectors(names).Values, found.Values);
        Assert.Equal(64 + names.Length * (32 + 12 + 8), new FileInfo(all.Path).Length);
    }

    [Fact]
    public void Open_AnotherKeyOrHeader_IsAnotherCacheOrAnError()
    {
        using var one = Open();
        using var other = EmbeddingCache.Open(folder, "another model", 3);
        Assert.NotEqual(one.Path, other.Path);
        one.Dispose();
        File.WriteAllBytes(one.Path, new byte[100]);
        Assert.Contains("delete the file", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextEncoder_WithACache_GivesTheSameBitsAndEncodesOnce()
    {
        var model = Path.Combine(folder, "model");
        Directory.CreateDirectory(model);
        foreach (var name in new[] { "config.json", "model.safetensors" }) File.Copy(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), name), Path.Combine(model, name));
        File.WriteAllLines(Path.Combine(model, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]);
        string[] texts = ["good", "bad", "good bad", "good"];
        using var plain = TextEncoder.Load(model);
        var options = new TextEncoderOptions { CacheFolder = folder, BatchTokens = 4 };
        using (var first = TextEncoder.Load(model, options)) Assert.Equal(plain.Encode(texts).Values, first.Encode(texts).Values);
        var size = CacheFiles().Sum(file => file.Length);
        Assert.Equal(64 + 3 * (32 + 4 * plain.Dimension + 8), size);
        using (var second = TextEncoder.Load(model, options)) Assert.Equal(plain.Encode(texts).Values, second.Encode(texts).Values);
        Assert.Equal(size, CacheFiles().Sum(file => file.Length));
        // Whatever changes a vector changes the cache: an option, or a byte of the model's files.
        using (var windows = TextEncoder.Load(model, options with { WindowOverlap = 1 })) Assert.Equal(plain.Encode(["bad"]).Values, windows.Encode(["bad"]).Values);
        Assert.Equal(2, CacheFiles().Length);
        File.AppendAllText(Path.Combine(model, "vocab.txt"), "new\n");
        TextEncoder.Load(model, options).Dispose();
        Assert.Equal(3, CacheFiles().Length);

        FileInfo[] CacheFiles() => new DirectoryInfo(folder).GetFiles("*.vectors");
    }

    private static Matrix Vectors(string[] texts) => new(texts.Length, 3, [.. texts.SelectMany(text => new[] { text.Length, text.Length == 0 ? 0f : text[0], string.GetHashCode(text, StringComparison.Ordinal) })]);

    private EmbeddingCache Open() => EmbeddingCache.Open(folder, "a model", 3);
}
