using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Jupyter;

/// <summary>Registers this host with Jupyter as the kernel of C# notebooks, and takes that back.</summary>
/// <param name="prefix">A prefix such as that of a virtual environment; null for the user.</param>
/// <param name="say">Told what is done.</param>
internal sealed class KernelSpec(string? prefix, Action<string> say)
{
    private const string Name = ".net-csharp", Mark = "NotebookHost";

    private string Folder => Path.Combine(DataFolder(), "kernels", Name);

    private string Program => Path.Combine(DataFolder(), "notebook-host");

    /// <summary>Publishes the host and writes the kernelspec.</summary>
    /// <param name="force">Whether another program's kernelspec of the same name is replaced.</param>
    /// <exception cref="ParameterException">The name is taken, or publishing failed.</exception>
    public void Install(bool force)
    {
        if (Exists() && !IsOurs() && !force)
        {
            throw new ParameterException($"{Folder} belongs to another program (.NET Interactive has a kernel of the same name). Nothing was changed; --force replaces it.");
        }
        Publish();
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray(NotebookRunner.Dotnet(), Path.Combine(Program, "NotebookHost.dll"), "kernel", "{connection_file}"),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            // Both would cost a first cell a tenth of a second.
            ["env"] = new JsonObject { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_TieredPGO"] = "0" },
            ["metadata"] = new JsonObject { ["debugger"] = false, ["host"] = Mark },
        };
        AtomicFile.Write(Path.Combine(Folder, "kernel.json"), NotebookJson.Write(spec));
        say($"Kernel .NET (C#) is registered in {Folder}");
    }

    /// <summary>Removes what <see cref="Install"/> wrote, and nothing of another program.</summary>
    public void Uninstall()
    {
        if (Exists() && !IsOurs()) throw new ParameterException($"{Folder} belongs to another program; nothing was removed.");
        if (!Exists()) say($"There is no kernel in {Folder}; nothing to remove.");
        else
        {
            Directory.Delete(Folder, recursive: true);
            say($"Removed {Folder}");
        }
        if (Directory.Exists(Program)) Directory.Delete(Program, recursive: true);
    }

    /// <summary>Where Jupyter looks for the user's data, or below the prefix.</summary>
    private string DataFolder()
    {
        if (prefix is not null) return Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } named) return named;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(home, ".local", "share"), "jupyter");
    }

    private bool Exists() => Directory.Exists(Folder);

    private bool IsOurs()
    {
        var file = Path.Combine(Folder, "kernel.json");
        if (!File.Exists(file)) return false;
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(file))?["metadata"]?["host"] == Mark;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Publish()
    {
        var project = Project() ?? throw new ParameterException($"NotebookHost.csproj is not above {AppContext.BaseDirectory}: install the kernel from a clone of the project.");
        // Compiled ahead of time the first cell answers at once; where the feed lacks that compiler, the kernel works all the same.
        if (Dotnet(project, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true") is null) return;
        say("Compiling ahead of time is not possible here (the feed may lack the compiler for it); the first cell of a session will take a little longer.");
        if (Dotnet(project) is { } failure) throw new ParameterException($"dotnet publish failed:\n{failure}");
    }

    private string? Dotnet(string project, params string[] more)
    {
        var start = new ProcessStartInfo(NotebookRunner.Dotnet(), ["publish", project, "-c", "Release", "-nologo", "-clp:ErrorsOnly", "-p:UseAppHost=false", "-p:BuildProjectReferences=false", "-p:RestoreLockedMode=false", "-p:NuGetLockFilePath=obj/kernel.lock.json", "-o", Program, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : output + error.Result;
    }

    private static string? Project()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "NotebookHost.csproj");
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
