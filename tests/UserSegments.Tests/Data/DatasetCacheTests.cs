using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class DatasetCacheTests
{
    private const string Content = "user,item,rating\nann,x,5\n";

    [Fact]
    public void Fetch_Twice_AsksTheServerOnce()
    {
        using var folder = new TemporaryFolder();
        using var server = new OneFileServer(Content);
        var cache = new DatasetCache(folder.Path);
        var set = Set(server.Address, Hash(Content));
        Assert.Single(Datasets.Open(cache.Fetch(set)).Interactions);
        cache.Fetch(set);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void Fetch_AlteredCache_FetchesAgain()
    {
        using var folder = new TemporaryFolder();
        using var server = new OneFileServer(Content);
        var cache = new DatasetCache(folder.Path);
        var set = Set(server.Address, Hash(Content));
        var path = Path.Combine(cache.Fetch(set), "ratings.csv");
        File.AppendAllText(path, "mallory,x,1\n");
        cache.Fetch(set);
        Assert.Equal(Content, File.ReadAllText(path));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Fetch_OtherContent_IsRefusedAndNotKept()
    {
        using var folder = new TemporaryFolder();
        using var server = new OneFileServer(Content);
        var error = Assert.Throws<InvalidDataException>(() => new DatasetCache(folder.Path).Fetch(Set(server.Address, Hash("something else"))));
        Assert.Contains(Hash(Content), error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Fetch_CutOff_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var server = new OneFileServer(Content, announce: Content.Length + 100);
        var error = Assert.Throws<IOException>(() => new DatasetCache(folder.Path).Fetch(Set(server.Address, Hash(Content))));
        Assert.Contains("cannot be fetched", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Fetch_Offline_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<IOException>(() => new DatasetCache(folder.Path).Fetch(Set($"http://127.0.0.1:{FreePort()}/x", Hash(Content))));
        Assert.Contains("give its folder instead of the name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_KnownSets_HaveAddressHashAndLicence()
    {
        Assert.Equal(PublicDataset.All.Count, PublicDataset.All.Select(x => x.Name).Distinct().Count());
        foreach (var set in PublicDataset.All)
        {
            Assert.NotEmpty(set.Licence);
            Assert.StartsWith("https://", set.Origin, StringComparison.Ordinal);
            Assert.All(set.Files, file =>
            {
                Assert.StartsWith("https://", file.Address, StringComparison.Ordinal);
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256);
            });
        }
    }

    private static PublicDataset Set(string address, string hash) => new("test", "a test", "none", "https://example.com", [new PublicFile("ratings.csv", address, hash)]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Gives one text to whoever asks, on a free port of the loopback interface.</summary>
    private sealed class OneFileServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int requests;

        public OneFileServer(string content, int? announce = null)
        {
            listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/ratings.csv";
            _ = Serve(System.Text.Encoding.UTF8.GetBytes(content), announce ?? System.Text.Encoding.UTF8.GetByteCount(content));
        }

        public string Address { get; }

        public int Requests => requests;

        public void Dispose() => listener.Stop();

        private async Task Serve(byte[] content, int announce)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    using (var reader = new StreamReader(stream, leaveOpen: true))
                    {
                        while (await reader.ReadLineAsync() is { Length: > 0 })
                        {
                        }
                    }
                    Interlocked.Increment(ref requests);
                    await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {announce}\r\nConnection: close\r\n\r\n"));
                    await stream.WriteAsync(content);
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
