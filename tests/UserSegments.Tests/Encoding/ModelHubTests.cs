using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class ModelHubTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub").FullName;
    private readonly HubStub stub = new(new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["config.json"] = File.ReadAllBytes(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), "config.json")),
        ["model.safetensors"] = File.ReadAllBytes(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), "model.safetensors")),
        ["pytorch_model.bin"] = [1, 2, 3],
        ["vocab.txt"] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\n"u8.ToArray(),
        ["1_Pooling/config.json"] = """{"pooling_mode_mean_tokens": true}"""u8.ToArray(),
        ["onnx/model.onnx"] = [1],
        ["README.md"] = [2],
        ["../escape.json"] = [3],
    });

    private string Place => Path.Combine(folder, "maker--tiny", HubStub.Commit);

    private string Part => Path.Combine(Place + ".part", "model.safetensors.part");

    public void Dispose()
    {
        stub.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Fetch_AModel_TakesWhatIsReadAndNothingTwice()
    {
        var lines = new List<string>();
        Assert.Equal(Place, Hub().Fetch("maker/tiny", report: lines.Add));
        Assert.Equal(["1_Pooling/config.json", "config.json", "model.safetensors", "vocab.txt"], stub.Asked.Order(StringComparer.Ordinal));
        Assert.Contains("model.safetensors, 0.1 MB", lines);
        using (var encoder = TextEncoder.Load(Place)) Assert.Equal(36, encoder.Encode(["good"]).Columns);
        Assert.Equal(Place, Hub().Fetch("maker/tiny"));
        Assert.Equal(4, stub.Asked.Count);
        stub.Dispose();
        Assert.Equal(Place, Hub().Fetch("maker/tiny", HubStub.Commit));
        Assert.Contains("Without a network", Assert.Throws<IOException>(() => Hub().Fetch("maker/tiny")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_AfterABrokenConnection_ContinuesWhereItBroke()
    {
        foreach (var bytes in new[] { int.MaxValue, 50_000 }) stub.Breaks.Enqueue(bytes);
        Hub().Fetch("maker/tiny");
        Assert.Contains("model.safetensors", stub.Asked);
        Assert.Single(stub.Asked, asked => asked.StartsWith("model.safetensors bytes=", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), "model.safetensors")), File.ReadAllBytes(Path.Combine(Place, "model.safetensors")));
    }

    [Fact]
    public void Fetch_BrokenAgainAndAgain_LeavesNoFolderAndIsContinuedLater()
    {
        stub.Breaks.Enqueue(int.MaxValue);
        for (var i = 0; i < 5; i++) stub.Breaks.Enqueue(1000);
        Assert.Contains("the same command continues there", Assert.Throws<IOException>(() => Hub().Fetch("maker/tiny")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place));
        Assert.False(File.Exists(Part[..^".part".Length]));
        stub.Breaks.Clear();
        stub.Asked.Clear();
        Hub().Fetch("maker/tiny");
        Assert.True(File.Exists(Path.Combine(Place, "model.safetensors")));
        Assert.DoesNotContain("config.json", stub.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fetch_APartOfSomethingElse_BeginsAgain(bool wholeOnly)
    {
        stub.WholeOnly = wholeOnly;
        Directory.CreateDirectory(Place + ".part");
        File.WriteAllBytes(Part, new byte[5000]);
        Hub().Fetch("maker/tiny");
        Assert.Equal(File.ReadAllBytes(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), "model.safetensors")), File.ReadAllBytes(Path.Combine(Place, "model.safetensors")));
    }

    [Theory]
    [InlineData("model.safetensors", "SHA-256")]
    [InlineData("config.json", "git hash")]
    public void Fetch_AlteredContent_IsNotKept(string file, string reason)
    {
        stub.Altered = file;
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Hub().Fetch("maker/tiny")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place));
        Assert.Empty(Directory.GetFiles(folder, file + "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Fetch_NamesThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Hub().Fetch("../tiny"));
        Assert.Throws<ArgumentException>(() => Hub().Fetch("a/b/c"));
        Assert.Throws<ArgumentException>(() => Hub().Fetch("maker/tiny", "../main"));
        Assert.Contains("404", Assert.Throws<IOException>(() => Hub().Fetch("maker/none")).Message, StringComparison.Ordinal);
    }

    private ModelHub Hub() => new(folder, stub.Address);
}
