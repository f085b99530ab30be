using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>Takes one file from an npm package, once; without npm or a network there is nothing, and nothing fails.</summary>
/// <param name="folder">Where files are kept; null for the user's cache.</param>
/// <param name="program">The program to call.</param>
internal sealed class NpmCache(string? folder = null, string program = "npm")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), RetryAfter = TimeSpan.FromHours(12);
    private readonly string folder = folder ?? Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "notebook-host", "npm");

    /// <summary>plotly.js, or null.</summary>
    public byte[]? Plotly() => Get("plotly.js-dist-min", "2.35.2", "package/plotly.min.js");

    /// <summary>mermaid, or null.</summary>
    public byte[]? Mermaid() => Get("mermaid", "10.9.1", "package/dist/mermaid.min.js");

    private byte[]? Get(string package, string version, string entry)
    {
        var cached = Path.Combine(folder, $"{package}-{version}.js");
        var failed = cached + ".failed";
        try
        {
            if (File.Exists(cached)) return File.ReadAllBytes(cached);
            // A machine without a network is not made to wait at every report.
            if (File.Exists(failed) && DateTime.UtcNow - File.GetLastWriteTimeUtc(failed) < RetryAfter) return null;
            Directory.CreateDirectory(folder);
            if (Fetch(package, version, entry) is not { } bytes)
            {
                File.WriteAllText(failed, "");
                return null;
            }
            AtomicFile.Write(cached, bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private byte[]? Fetch(string package, string version, string entry)
    {
        var target = Directory.CreateTempSubdirectory("notebook-host-npm-").FullName;
        try
        {
            if (!Pack($"{package}@{version}", target) || Directory.EnumerateFiles(target, "*.tgz").FirstOrDefault() is not { } archive) return null;
            using var file = File.OpenRead(archive);
            using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(unzipped);
            while (tar.GetNextEntry() is { } item)
            {
                if (item.Name != entry || item.DataStream is null) continue;
                using var content = new MemoryStream();
                item.DataStream.CopyTo(content);
                return content.ToArray();
            }
            return null;
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private bool Pack(string package, string target)
    {
        // On Windows npm is a script, which only the shell starts.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", program, "pack", package]) : new ProcessStartInfo(program, ["pack", package]);
        start.WorkingDirectory = target;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Limit)) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
