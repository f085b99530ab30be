using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookHost.Headless;

namespace NotebookHost.Report;

/// <summary>What runs read, by its content: the data set and the model that their parameters name. Each is read once a report.</summary>
internal sealed class Fingerprint
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>The rows of the footer.</summary>
    public IEnumerable<(string Name, string Value)> Items(NotebookRun run)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(run.Notebook.Path))!;
        if (!run.Parameters.ContainsKey("seed")) yield return ("seed", "none");
        yield return ("data hash", Of(run, "data", folder));
        yield return ("model hash", Of(run, "model", folder));
    }

    /// <summary>The first 16 digits of SHA-256: of a file's bytes, or of the names, sizes and bytes of a folder's files in order.</summary>
    internal static string OfPath(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var single = File.Exists(path);
        var files = single ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var buffer = new byte[1 << 16];
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            if (!single) hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(path, file).Replace('\\', '/')}\0{stream.Length}\0")));
            for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        }
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private string Of(NotebookRun run, string parameter, string folder)
    {
        if (!run.Parameters.TryGetValue(parameter, out var initialiser)) return "none";
        if (SyntaxFactory.ParseExpression(initialiser) is not LiteralExpressionSyntax { Token.Value: string { Length: > 0 } named }) return "none";
        try
        {
            var path = Path.GetFullPath(named, folder);
            // A name stands for what the repository carries; the commit says which.
            if (!Path.Exists(path)) return $"{named}, as in the repository";
            return known.TryGetValue(path, out var hash) ? hash : known[path] = OfPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{named}, unreadable";
        }
    }
}
