using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UserSegments.Encoding;

/// <summary>One file of a model on a hub.</summary>
/// <param name="Path">Its place below the model's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content, known of large files; else null.</param>
/// <param name="GitHash">The SHA-1 that git gives a small file: of <c>blob LENGTH\0</c> and the content.</param>
internal sealed partial record HubFile(string Path, long Bytes, string? Sha256, string? GitHash)
{
    /// <summary>What the encoders here read: settings, vocabularies and checkpoints, in the folder itself and in those of its modules (1_Pooling); no checkpoint twice.</summary>
    public static List<HubFile> Choose(IReadOnlyList<HubFile> all)
    {
        var known = all.Where(file => Readable().IsMatch(file.Path)).ToList();
        var safe = known.Where(file => file.Path.EndsWith(".safetensors", StringComparison.Ordinal)).Select(Folder).ToHashSet(StringComparer.Ordinal);
        return known.Where(file => !TorchPart().IsMatch(file.Path) || !safe.Contains(Folder(file))).ToList();

        static string Folder(HubFile file) => System.IO.Path.GetDirectoryName(file.Path)!;
    }

    /// <summary>Whether a file on this machine is this one, whole and unaltered.</summary>
    public bool Is(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists || info.Length != Bytes) return false;
        using var stream = info.OpenRead();
        if (Sha256 is not null) return Convert.ToHexStringLower(SHA256.HashData(stream)) == Sha256;
#pragma warning disable CA5350 // The hub names small files by git's hash, and git's hash is SHA-1.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes($"blob {Bytes}\0"));
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, count);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == GitHash;
    }

    // One folder deep at most, and no name begins with a point: a path from the hub cannot leave the folder.
    [GeneratedRegex(@"^(\d+_\w+/)?(\w[\w.-]*\.json|vocab\.txt|merges\.txt|model(-\d+-of-\d+)?\.safetensors|pytorch_model(-\d+-of-\d+)?\.bin)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Readable();

    [GeneratedRegex(@"pytorch_model[^/]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TorchPart();
}
