using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace UserSegments.Tests.Encoding;

/// <summary>A model hub on the loopback interface: lists and gives files, by ranges too, and breaks off or lies where a test wants it.</summary>
internal sealed class HubStub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> files;

    public HubStub(Dictionary<string, byte[]> files)
    {
        this.files = files;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _ = Serve();
    }

    public Uri Address { get; }

    /// <summary>Path and range of every file that was asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Bytes after which the connection breaks, in the order of requests for files; nothing left: never.</summary>
    public Queue<int> Breaks { get; } = new();

    /// <summary>Whether ranges are ignored, as some servers do.</summary>
    public bool WholeOnly { get; set; }

    /// <summary>A file whose content is not what the list says.</summary>
    public string? Altered { get; set; }

    public void Dispose() => listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                var (path, range) = (string.Empty, (string?)null);
                using (var reader = new StreamReader(stream, leaveOpen: true))
                {
                    while (await reader.ReadLineAsync() is { Length: > 0 } line)
                    {
                        if (line.StartsWith("GET ", StringComparison.Ordinal)) path = line.Split(' ')[1].Split('?')[0];
                        if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase)) range = line["Range: ".Length..];
                    }
                }
                await stream.WriteAsync(Answer(path, range));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private byte[] Answer(string path, string? range)
    {
        var home = $"/maker/tiny/resolve/{Commit}/";
        if (path == "/api/models/maker/tiny/revision/main") return Response("200 OK", JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit }));
        if (path == $"/api/models/maker/tiny/tree/{Commit}")
            return Response("200 OK", JsonSerializer.SerializeToUtf8Bytes(files.Select(Entry).Append(new { type = "directory", path = "1_Pooling", size = 0, oid = "" })));
        if (!path.StartsWith(home, StringComparison.Ordinal) || !files.TryGetValue(path[home.Length..], out var content)) return Response("404 Not Found", []);
        var name = path[home.Length..];
        Asked.Add($"{name} {range}".TrimEnd());
        if (name == Altered) content = [.. content.Select(b => (byte)~b)];
        var from = range is null || WholeOnly ? 0 : int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
        var whole = from == 0 ? Response("200 OK", content) : Response($"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}", content[from..]);
        return Breaks.TryDequeue(out var given) && given < content.Length - from ? whole[..^(content.Length - from - given)] : whole;
    }

    private static byte[] Response(string status, byte[] body) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    /// <summary>Checkpoints have a SHA-256, other files the hash that git gives them.</summary>
    private static object Entry(KeyValuePair<string, byte[]> file)
    {
#pragma warning disable CA5350 // git's hash is SHA-1
        var git = Convert.ToHexStringLower(SHA1.HashData([.. System.Text.Encoding.ASCII.GetBytes($"blob {file.Value.Length}\0"), .. file.Value]));
#pragma warning restore CA5350
        return file.Key.EndsWith(".json", StringComparison.Ordinal)
            ? new { type = "file", path = file.Key, size = file.Value.Length, oid = git }
            : new { type = "file", path = file.Key, size = file.Value.Length, oid = git, lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(file.Value)), size = file.Value.Length } };
    }
}
