using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookHost.Headless;

namespace Benchmarks.Host;

/// <summary>The host as environment/install-kernel leaves it: compiled ahead of time, in a temporary prefix.</summary>
internal sealed class InstalledHost : IDisposable
{
    private readonly string prefix = Directory.CreateTempSubdirectory("host-benchmark-").FullName;

    private InstalledHost()
    {
    }

    /// <summary>NotebookHost.dll below the prefix.</summary>
    public string Dll => Path.Combine(prefix, "share", "jupyter", "notebook-host", "NotebookHost.dll");

    /// <summary>The variables that the kernelspec beside an installed NotebookHost.dll sets.</summary>
    public static Dictionary<string, string> Environment(string dll)
    {
        var spec = Path.Combine(Path.GetDirectoryName(dll)!, "..", "kernels", ".net-csharp", "kernel.json");
        var env = File.Exists(spec) ? JsonNode.Parse(File.ReadAllText(spec))!["env"] : null;
        return env?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [];
    }

    /// <summary>The dotnet that runs it.</summary>
    public static string Dotnet => NotebookRunner.Dotnet();

    /// <summary>Installs the kernel from this clone.</summary>
    /// <exception cref="InvalidOperationException">It could not be installed.</exception>
    public static InstalledHost Create()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Notebooks.sln"))) root = root.Parent;
        var host = new InstalledHost();
        using var process = Process.Start(Dotnet, ["run", "--project", Path.Combine(root!.FullName, "environment", "NotebookHost"), "--", "install-kernel", "--prefix", host.prefix]);
        process.WaitForExit();
        return process.ExitCode == 0 ? host : throw new InvalidOperationException("install-kernel failed");
    }

    public void Dispose() => Directory.Delete(prefix, recursive: true);
}
