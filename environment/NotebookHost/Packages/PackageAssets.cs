using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;

namespace NotebookHost.Packages;

/// <summary>What a restore found: the files of all packages, transitive ones too, as <c>project.assets.json</c> lists them.</summary>
internal sealed class PackageAssets
{
    private PackageAssets()
    {
    }

    /// <summary>Assemblies to compile against, by name.</summary>
    public Dictionary<string, string> Compile { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Assemblies to run with, by name.</summary>
    public Dictionary<string, string> Runtime { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Native libraries for this machine.</summary>
    public List<string> Native { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <returns>The assets; null where a package has since been removed from its folder.</returns>
    public static PackageAssets? Read(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        string[] folders = [.. root["packageFolders"]!.AsObject().Select(folder => folder.Key)];
        // The target with a runtime identifier follows the one without; its assets fit this machine.
        var target = root["targets"]!.AsObject().Last().Value!.AsObject();
        var assets = new PackageAssets();
        foreach (var (key, package) in target)
        {
            if ((string?)package!["type"] != "package") continue;
            var path = (string)root["libraries"]![key]!["path"]!;
            if (folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists) is not { } home) return null;
            foreach (var asset in Files("compile")) assets.Compile[Path.GetFileNameWithoutExtension(asset)] = asset;
            foreach (var asset in Files("runtime")) assets.Runtime[Path.GetFileNameWithoutExtension(asset)] = asset;
            assets.Native.AddRange(Files("native"));

            IEnumerable<string> Files(string kind) => (package[kind]?.AsObject() ?? []).Select(asset => Path.GetFullPath(Path.Combine(home, asset.Key))).Where(asset => Path.GetFileName(asset) != "_._");
        }
        return assets.Compile.Values.Concat(assets.Runtime.Values).Concat(assets.Native).All(File.Exists) ? assets : null;
    }

    /// <summary>The version and identity of the build of an assembly file; null for what is no assembly.</summary>
    public static (Version Version, Guid Build)? Identity(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new PEReader(stream);
        if (!reader.HasMetadata) return null;
        var metadata = reader.GetMetadataReader();
        return !metadata.IsAssembly ? null : (metadata.GetAssemblyDefinition().Version, metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }

    /// <summary>The names of the assemblies that an assembly file was compiled against.</summary>
    public static string[] References(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new PEReader(stream);
        if (!reader.HasMetadata) return [];
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
