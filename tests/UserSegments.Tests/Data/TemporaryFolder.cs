using System.IO.Compression;
using System.Text;

namespace UserSegments.Tests.Data;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("segments").FullName;

    public TemporaryFolder With(string name, string content, System.Text.Encoding? encoding = null)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), (encoding ?? new UTF8Encoding(false)).GetBytes(content));
        return this;
    }

    public TemporaryFolder WithGzip(string name, string content)
    {
        using var packed = new GZipStream(File.Create(System.IO.Path.Combine(Path, name)), CompressionLevel.Fastest);
        packed.Write(System.Text.Encoding.UTF8.GetBytes(content));
        return this;
    }

    public TemporaryFolder WithZip(string name, params (string Entry, string Content)[] entries)
    {
        using var archive = ZipFile.Open(System.IO.Path.Combine(Path, name), ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        }
        return this;
    }

    public void Dispose() => Directory.Delete(Path, true);
}
