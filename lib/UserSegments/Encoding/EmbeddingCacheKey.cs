using System.Globalization;
using System.Security.Cryptography;

namespace UserSegments.Encoding;

/// <summary>The name of what a model folder makes of a text: the hash of its files, and the options that change a vector.</summary>
internal static class EmbeddingCacheKey
{
    private static readonly string[] Kinds = [".safetensors", ".json", ".txt", ".bin"];

    /// <summary>Reads every file once (about a gigabyte a second); files of other kinds play no part in encoding.</summary>
    public static string Of(string folder, IReadOnlyList<string> moduleFolders, FormattableString options)
    {
        var lines = new List<string> { "embedding 1", options.ToString(CultureInfo.InvariantCulture) };
        foreach (var place in moduleFolders.Prepend(folder))
        {
            foreach (var file in Directory.EnumerateFiles(place).Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.Ordinal)).Order(StringComparer.Ordinal))
            {
                using var stream = File.OpenRead(file);
                lines.Add($"{Path.GetRelativePath(folder, file)} {Convert.ToHexStringLower(SHA256.HashData(stream))}");
            }
        }
        return string.Join('\n', lines);
    }
}
