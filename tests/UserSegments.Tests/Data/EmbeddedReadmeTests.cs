using System.IO.Compression;
using System.Security.Cryptography;

namespace UserSegments.Tests.Data;

public sealed class EmbeddedReadmeTests
{
    [Fact]
    public void Readme_EveryPackedFile_IsListedWithItsHash()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "data", "README.md"))) folder = folder.Parent;
        var data = Path.Combine(folder.FullName, "data");
        var readme = File.ReadAllText(Path.Combine(data, "README.md"));
        var files = Directory.GetFiles(Path.Combine(data, "embedded"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            Assert.Contains($"| embedded/{Path.GetFileName(file)} |", readme, StringComparison.Ordinal);
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(packed)), readme, StringComparison.Ordinal);
        }
        Assert.True(files.Sum(file => new FileInfo(file).Length) < 3 << 20);
    }
}
