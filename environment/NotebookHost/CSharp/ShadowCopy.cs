using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NotebookHost.CSharp;

/// <summary>Copies of libraries to load from, so that a rebuild of the original is never blocked by a running notebook.</summary>
internal static class ShadowCopy
{
    private static readonly Lazy<string> Root = new(() =>
    {
        var root = Path.Combine(Path.GetTempPath(), $"notebook-host-{Environment.UserName}", "shadow");
        Directory.CreateDirectory(root);
        RemoveOld(root);
        return root;
    });

    /// <summary>The folder that holds the copies.</summary>
    public static string Folder => Root.Value;

    /// <summary>The copy of a file as it is now, with its symbols and documentation.</summary>
    public static string Of(string path)
    {
        if (path.StartsWith(Folder, StringComparison.Ordinal)) return path;
        var info = new FileInfo(path);
        var key = string.Create(CultureInfo.InvariantCulture, $"{info.FullName}|{info.LastWriteTimeUtc.Ticks}|{info.Length}");
        var folder = Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..20]);
        var copy = Path.Combine(folder, info.Name);
        if (File.Exists(copy)) return copy;
        Directory.CreateDirectory(folder);
        foreach (var extension in (string[])[".pdb", ".xml"])
        {
            var beside = Path.ChangeExtension(path, extension);
            if (File.Exists(beside)) Copy(beside, Path.ChangeExtension(copy, extension));
        }
        Copy(path, copy);
        return copy;
    }

    private static void Copy(string from, string to)
    {
        var temporary = $"{to}.{Guid.NewGuid():N}";
        File.Copy(from, temporary, overwrite: true);
        try
        {
            File.Move(temporary, to, overwrite: true);
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && File.Exists(to))
        {
            // Another kernel was first and has it open; its copy is the same.
            File.Delete(temporary);
        }
    }

    private static void RemoveOld(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            try
            {
                if (Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow.AddDays(-2)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use by another kernel; it goes another day.
            }
        }
    }
}
