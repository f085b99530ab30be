using System.IO.Compression;
using UserSegments.Encoding;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

/// <summary>Checkpoints of torch.save: Fixtures/make_torch.py wrote one.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.bin");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Load_PyTorchBin_GivesTheBitsOfTheSafetensors()
    {
        var batch = TokenBatch.FromSequences([[1, 2, 3, 4]]);
        using var torch = BertEncoder.Load(EncoderParityTests.Fixture("tiny-torch"));
        using var expected = BertEncoder.Load(EncoderParityTests.Fixture("tiny-relu"));
        Assert.Equal(expected.Encode(batch).Values, torch.Encode(batch).Values);
        using var file = Checkpoint.Open(Path.Combine(EncoderParityTests.Fixture("tiny-torch"), "pytorch_model.bin"));
        Assert.Equal(TensorType.Float16, file.Tensors["pooler.dense.weight"].Type);
        Assert.Equal([2L, 2L], file.Tensors["pooler.dense.weight"].Shape);
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0exittR.", "the pickle asks for 'os.system'; only tensors are read, and nothing is ever called")]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR.", "'builtins.eval'")]
    [InlineData("X\u0005\0\0\0posixX\u0006\0\0\0system\u0093.", "'posix.system'")]
    [InlineData("}X\u0005\0\0\0epochK\u0003s.", "'epoch' is 3, expected a tensor")]
    [InlineData("K\u0001.", "no dictionary of tensors")]
    [InlineData("}X\u0001\0\0\0aKs", "expected")]
    [InlineData("R.", "an operation without its operand")]
    [InlineData("h\u0001.", "memory place 1 is empty")]
    [InlineData("I1\n.", "pickle operation 0x49")]
    [InlineData("}X\u00FF\u00FF\u00FF\u007F.", "2147483647 bytes are expected here")]
    public void Open_MoreThanTensors_IsRefusedByName(string pickle, string reason)
    {
        Write(("archive/data.pkl", "\u0080\u0002" + pickle));
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(K\u0002K\u0003t(K\u0003K\u0001t", null)]
    [InlineData("(K\u0002K\u0004t(K\u0004K\u0001t", "leaves its storage of 24 bytes")]
    [InlineData("(K\u0003K\u0002t(K\u0001K\u0003t", "expected rows one after the other")]
    [InlineData("(K\u0002K\u0003t(K\u0003t", "arguments that do not fit it")]
    [InlineData("(J\u00FF\u00FF\u00FF\u00FFK\u0003t(K\u0003K\u0001t", "expected rows one after the other")]
    public void Open_ShapesOutsideTheStorage_AreRefused(string shape, string? reason)
    {
        Write(("a/data.pkl", $"\u0080\u0002}}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0006tQK\0{shape}\u0089}}tRs."), ("a/data/0", new string('\0', 24)));
        if (reason is null)
        {
            using var file = Checkpoint.Open(path);
            Assert.Equal([2L, 3L], file.Tensors["w"].Shape);
        }
        else
        {
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_NoArchiveOrACompressedOne_IsNamed()
    {
        File.WriteAllText(path, "not a zip");
        Assert.Contains("not a zip archive", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
        Write(CompressionLevel.Optimal, ("a/data.pkl", new string('a', 1000)));
        Assert.Contains("'a/data.pkl' is compressed", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
        Write(("a/else", "x"));
        Assert.Contains("0 entries are called data.pkl", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    private void Write(params (string Name, string Latin)[] entries) => Write(CompressionLevel.NoCompression, entries);

    private void Write(CompressionLevel level, params (string Name, string Latin)[] entries)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, latin) in entries)
        {
            using var entry = zip.CreateEntry(name, level).Open();
            entry.Write(System.Text.Encoding.Latin1.GetBytes(latin));
        }
    }
}
