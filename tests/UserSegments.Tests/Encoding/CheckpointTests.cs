using System.Buffers.Binary;
using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ReadFloats_EveryFloatType_GivesTheValues()
    {
        var path = Write(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[12,14]},"d":{"dtype":"I8","shape":[2],"data_offsets":[14,16]}}""",
            [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), .. BitConverter.GetBytes((Half)0.25), .. BitConverter.GetBytes((Half)3), 0xC0, 0x3F, 0xFF, 7]);
        using var file = Checkpoint.Open(path);
        Assert.Equal([1.5f, -2f], file.ReadFloats("a", 2));
        Assert.Equal([0.25f, 3f], file.ReadMatrix("b").Values);
        Assert.Equal([1.5f], file.ReadFloats("c"));
        Assert.Equal([-1f, 7f], file.ReadFloats("d"));
        Assert.Equal("b Float16 (1, 2)", file.Tensors["b"].ToString());
    }

    [Fact]
    public void Open_TruncatedFile_NamesFileTensorAndByte()
    {
        var path = Write("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""", new byte[24]);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^1]);
        Fails(path, $"tensor 'a' ends at byte {whole.Length}, but the file ends at byte {whole.Length - 1}: it is truncated");
        File.WriteAllBytes(path, whole[..20]);
        Fails(path, "the file ends at byte 20: it is truncated");
        File.WriteAllBytes(path, whole[..5]);
        Fails(path, "the file ends at byte 5");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "expected 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "side of -1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "takes bytes 4 to 0")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", "unknown type 'F33'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "larger than the file")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", "does not describe tensors")]
    [InlineData("""{"a":7}""", "does not describe tensors")]
    [InlineData("""[]""", "expected an object")]
    [InlineData("""{"a":""", "not JSON")]
    public void Open_BrokenHeader_NamesTheReason(string header, string reason) => Fails(Write(header, new byte[8]), reason);

    [Fact]
    public void Open_HugeHeaderLength_IsRefusedBeforeMemoryIsTaken()
    {
        var path = Write("{}", []);
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(path, bytes);
        Fails(path, "the header is said to be 18446744073709551615 bytes long");
    }

    [Fact]
    public void ReadFloats_MissingOrMisshapen_NamesBoth()
    {
        using var file = Checkpoint.Open(Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.Contains("tensor 'b' is missing", Assert.Throws<InvalidDataException>(() => file.ReadFloats("b")).Message, StringComparison.Ordinal);
        Assert.Contains("shape (2), expected (3)", Assert.Throws<InvalidDataException>(() => file.ReadFloats("a", 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShardedFolder_ReadsEveryShard()
    {
        Write("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", BitConverter.GetBytes(1f), "one.safetensors");
        Write("""{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", BitConverter.GetBytes(2f), "two.safetensors");
        var index = Path.Combine(folder, "model.safetensors.index.json");
        File.WriteAllText(index, """{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        using (var checkpoint = Checkpoint.Open(folder))
        {
            Assert.Equal([2f], checkpoint.ReadFloats("b"));
            Assert.Equal(2, checkpoint.Tensors.Count);
        }
        File.WriteAllText(index, """{"weight_map":{"a":"../one.safetensors"}}""");
        Fails(folder, "leaves the folder");
        File.WriteAllText(index, """{"weight_map":{"a":"three.safetensors"}}""");
        Assert.Contains("'three.safetensors'", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(folder)).Message, StringComparison.Ordinal);
    }

    private static void Fails(string path, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private string Write(string header, byte[] data, string name = "model.safetensors")
    {
        var path = Path.Combine(folder, name);
        var json = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
        return path;
    }
}
