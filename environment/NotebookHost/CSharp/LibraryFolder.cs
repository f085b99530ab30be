using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookHost.CSharp;

/// <summary>Where the dependencies of one library lie: beside it, or in the package folder as its <c>.deps.json</c> says.</summary>
internal sealed class LibraryFolder
{
    private readonly string? folder;
    private readonly List<string> projects = [];
    private readonly Dictionary<string, string> managed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> native = [];

    /// <summary>Reads the <c>.deps.json</c> beside a library, where there is one.</summary>
    public LibraryFolder(string mainFile)
    {
        MainFile = mainFile;
        folder = Path.GetDirectoryName(mainFile)!;
        var deps = Path.ChangeExtension(mainFile, ".deps.json");
        if (!File.Exists(deps)) return;
        try
        {
            Read(JsonNode.Parse(File.ReadAllText(deps)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException)
        {
            // A broken file is as good as none: what lies beside the library is still found.
        }
    }

    /// <summary>Takes the files of packages, where they lie.</summary>
    public LibraryFolder(IReadOnlyDictionary<string, string> managed, IEnumerable<string> native)
    {
        foreach (var (name, file) in managed) this.managed[name] = file;
        this.native.AddRange(native);
    }

    /// <summary>The library itself; null for packages.</summary>
    public string? MainFile { get; }

    /// <summary>The libraries of other projects beside the library.</summary>
    public IEnumerable<string> Projects => projects;

    /// <summary>The file of a managed dependency to load, or null: a copy of what may be built anew, packages as they are.</summary>
    public string? FindManaged(string name)
    {
        if (folder is null) return managed.GetValueOrDefault(name) is { } file && File.Exists(file) ? file : null;
        var beside = Path.Combine(folder, name + ".dll");
        return (File.Exists(beside) ? beside : managed.GetValueOrDefault(name)) is { } found ? ShadowCopy.Of(found) : null;
    }

    /// <summary>Files that may hold a native dependency, the likeliest first.</summary>
    public IEnumerable<string> FindNative(string name)
    {
        string[] names = [name, name + ".dll", $"lib{name}.so", name + ".so", $"lib{name}.dylib", name + ".dylib"];
        var places = folder is null ? [] : RuntimeIds().Select(rid => Path.Combine(folder, "runtimes", rid, "native")).Prepend(folder);
        var beside = places.SelectMany(place => names.Select(file => Path.Combine(place, file)));
        return beside.Concat(native.Where(path => names.Contains(Path.GetFileName(path)))).Where(File.Exists);
    }

    /// <summary>The runtime identifiers whose assets fit this machine, the nearest first.</summary>
    private static IEnumerable<string> RuntimeIds()
    {
        var arch = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        if (OperatingSystem.IsWindows()) return [$"win-{arch}", "win", "any"];
        if (OperatingSystem.IsMacOS()) return [$"osx-{arch}", "osx", $"unix-{arch}", "unix", "any"];
        return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            ? [$"linux-musl-{arch}", $"linux-{arch}", "linux", $"unix-{arch}", "unix", "any"]
            : [$"linux-{arch}", "linux", $"unix-{arch}", "unix", "any"];
    }

    private void Read(JsonNode? deps)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ??
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (deps?["targets"] is not JsonObject { Count: > 0 } targets) return;
        foreach (var (key, target) in targets.First().Value!.AsObject())
        {
            var root = (string?)deps["libraries"]?[key]?["path"] is { } path ? Path.Combine(packages, path) : null;
            foreach (var (asset, _) in target?["runtime"]?.AsObject() ?? []) Add(Resolve(root, asset), (string?)deps["libraries"]?[key]?["type"] == "project");
            foreach (var (asset, info) in target?["runtimeTargets"]?.AsObject() ?? [])
            {
                if (!RuntimeIds().Contains((string?)info?["rid"] ?? "")) continue;
                if ((string?)info?["assetType"] != "native") Add(Resolve(root, asset), isProject: false);
                else if (Resolve(root, asset) is { } file) native.Add(file);
            }
        }
    }

    private string? Resolve(string? root, string asset)
    {
        if (folder is null) return null;
        string[] places = root is null ? [Path.Combine(folder, asset), Path.Combine(folder, Path.GetFileName(asset))]
            : [Path.Combine(folder, asset), Path.Combine(folder, Path.GetFileName(asset)), Path.Combine(root, asset)];
        return places.FirstOrDefault(File.Exists);
    }

    private void Add(string? file, bool isProject)
    {
        if (file is null) return;
        managed[Path.GetFileNameWithoutExtension(file)] = file;
        if (isProject) projects.Add(file);
    }
}
