using System.Security.Cryptography;

namespace UserSegments.Data;

/// <summary>Keeps public data sets on this machine: each file is fetched once, and its SHA-256 is checked before every use.</summary>
/// <remarks>
/// A file is written under another name and renamed when its hash is right, so an interrupted or altered download never counts. The cache lies in
/// the folder that the environment variable <c>USER_SEGMENTS_CACHE</c> names, else in <c>user-segments</c> under <c>XDG_CACHE_HOME</c>, else under the
/// local application data of the user.
/// </remarks>
/// <param name="folder">Where the files are kept; null for the usual place.</param>
/// <param name="client">Fetches; null for one with a time limit of ten minutes.</param>
public sealed class DatasetCache(string? folder = null, HttpClient? client = null)
{
    private static readonly Lazy<HttpClient> Shared = new(() => new HttpClient { Timeout = TimeSpan.FromMinutes(10) });

    /// <summary>Where the files are kept.</summary>
    public string Folder { get; } = folder ?? UsualFolder();

    /// <summary>Makes sure that all files of a set are there and unaltered.</summary>
    /// <param name="dataset">Which set.</param>
    /// <returns>The folder that holds its files.</returns>
    /// <exception cref="IOException">A file cannot be fetched; the message says what to do without a network.</exception>
    /// <exception cref="InvalidDataException">What was fetched has another SHA-256 than expected; it is not kept.</exception>
    public string Fetch(PublicDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var place = Path.Combine(Folder, "datasets", dataset.Name);
        Directory.CreateDirectory(place);
        foreach (var file in dataset.Files)
        {
            var path = Path.Combine(place, file.Name);
            if (File.Exists(path) && Hash(path) == file.Sha256) continue;
            Fetch(dataset, file, path);
        }
        return place;
    }

    private void Fetch(PublicDataset dataset, PublicFile file, string path)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            using (var request = new HttpRequestMessage(HttpMethod.Get, file.Address))
            using (var response = (client ?? Shared.Value).Send(request, HttpCompletionOption.ResponseHeadersRead))
            {
                response.EnsureSuccessStatusCode();
                using var source = response.Content.ReadAsStream();
                using var target = File.Create(part);
                source.CopyTo(target);
            }
            var hash = Hash(part);
            if (hash != file.Sha256)
            {
                throw new InvalidDataException(
                    $"{file.Address}: SHA-256 {hash}, expected {file.Sha256}. The file was not kept: it was altered on the way or at its origin ({dataset.Origin}).");
            }
            File.Move(part, path, true);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            throw new IOException(
                $"{dataset.Name} is not in the cache {Folder} and {file.Address} cannot be fetched ({error.Message.TrimEnd('.')}). " +
                $"Without a network: fetch it elsewhere, see {dataset.Origin}, and give its folder instead of the name.",
                error);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Where this library keeps what it fetched.</summary>
    internal static string UsualFolder()
    {
        if (Environment.GetEnvironmentVariable("USER_SEGMENTS_CACHE") is { Length: > 0 } own) return own;
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "user-segments");
    }
}
