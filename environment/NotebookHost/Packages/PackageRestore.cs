using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotebookHost.Engine;

namespace NotebookHost.Packages;

/// <summary>Restores packages through the installed SDK: a generated project, all packages together, kept by its content.</summary>
/// <remarks>
/// The second time the same packages are asked for nothing is run. <c>NuGet.Config</c> holds as it does for a project that stands in the notebook's folder.
/// Package versions are those of NuGet's own rules; a version that the feed lacks is an error, not the next higher one.
/// </remarks>
/// <param name="folder">The notebook's folder.</param>
internal sealed partial class PackageRestore(string folder)
{
    private readonly List<string> sources = [];
    private readonly List<PackageRequest> requests = [];

    /// <summary>Adds a source of packages beside those of <c>NuGet.Config</c>: an address, or a folder relative to the notebook.</summary>
    public void AddSource(string source)
    {
        if (!source.Contains("://", StringComparison.Ordinal))
        {
            source = Path.GetFullPath(source, folder);
            if (!Directory.Exists(source)) throw new MagicException($"#i \"nuget:\": the folder {source} does not exist.");
        }
        if (!sources.Contains(source)) sources.Add(source);
    }

    /// <summary>Restores packages together with those the notebook has already.</summary>
    /// <exception cref="MagicException">The feed lacks one, or their versions do not go together.</exception>
    public PackageAssets Restore(IReadOnlyList<PackageRequest> wanted, CancellationToken stop)
    {
        foreach (var request in wanted)
        {
            if (requests.FirstOrDefault(known => Same(known, request)) is { } known && known.Version != request.Version && request.Version is not null)
            {
                throw new MagicException($"#r \"nuget: {request.Id}, {request.Version}\": this notebook already has {known}, and a process holds one version of an assembly. Restart the kernel to change it.");
            }
        }
        List<PackageRequest> all = [.. requests, .. wanted.Where(request => !requests.Any(known => Same(known, request))).DistinctBy(request => request.Id.ToUpperInvariant())];
        foreach (var group in wanted.Concat(all).GroupBy(request => request.Id, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Select(request => request.Version).Where(version => version is not null).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
            {
                throw new MagicException($"#r \"nuget: {group.Key}\": one cell asks for two versions, {string.Join(" and ", group.Select(request => request.Version).Distinct())}.");
            }
        }
        var project = Project(all);
        var home = Path.Combine(Cache(), Key(project, all));
        var file = Path.Combine(home, "obj", "project.assets.json");
        var assets = File.Exists(file) ? PackageAssets.Read(file) : null;
        if (assets is null)
        {
            Run(project, home, wanted, stop);
            assets = PackageAssets.Read(file) ?? throw new MagicException($"#r \"nuget:\": the packages were restored, but their files are not where {file} says.");
        }
        requests.Clear();
        requests.AddRange(all);
        return assets;
    }

    /// <summary>Where the generated projects are kept; <c>NOTEBOOK_HOST_CACHE</c> names another place.</summary>
    private static string Cache()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOK_HOST_CACHE") is { Length: > 0 } named) return Path.GetFullPath(named);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "notebook-host", "restore");
    }

    private static bool Same(PackageRequest a, PackageRequest b) => string.Equals(a.Id, b.Id, StringComparison.OrdinalIgnoreCase);

    private string Project(IEnumerable<PackageRequest> packages) => new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", string.Create(CultureInfo.InvariantCulture, $"net{Environment.Version.Major}.{Environment.Version.Minor}")),
            new XElement("RuntimeIdentifiers", RuntimeInformation.RuntimeIdentifier),
            new XElement("OutputType", "Library"),
            new XElement("NuGetAudit", "false"),
            // Only the packages: the framework that runs this host is here.
            new XElement("EnableRuntimePackDownload", "false"),
            new XElement("EnableTargetingPackDownload", "false"),
            new XElement("EnableAppHostPackDownload", "false"),
            // Not the version that was asked for, or a lower one than another package needs: said, not passed over.
            new XElement("WarningsAsErrors", "NU1603;NU1605"),
            new XElement("RestoreRootConfigDirectory", folder),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement("ItemGroup", packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase).Select(package =>
            new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version ?? "*"))))).ToString();

    private string Key(string project, IEnumerable<PackageRequest> packages)
    {
        var key = new StringBuilder(project).Append(Environment.Version);
        // What floats is asked again on another day.
        if (packages.Any(package => package.IsFloating)) key.Append(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}");
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            foreach (var name in (string[])["nuget.config", "NuGet.config", "NuGet.Config"])
            {
                if (File.Exists(Path.Combine(at.FullName, name))) key.Append(File.ReadAllText(Path.Combine(at.FullName, name)));
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..20];
    }

    private static void Run(string project, string home, IReadOnlyList<PackageRequest> wanted, CancellationToken stop)
    {
        // Beside its place first: two notebooks may ask for the same.
        var temporary = $"{home}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(temporary);
        try
        {
            File.WriteAllText(Path.Combine(temporary, "Packages.csproj"), project);
            foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"]) File.WriteAllText(Path.Combine(temporary, name), "<Project />");
            var (code, output) = DotnetCommand.Run(temporary, stop, "restore", "Packages.csproj", "--verbosity", "quiet");
            if (code != 0) throw new MagicException(Failure(wanted, output)) { MissingPackage = Missing(wanted, output) };
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
            Directory.Move(temporary, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            // Another notebook was first; its answer is the same.
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The first package that the feed does not have, or not in that version: one asked for, or one that another needs.</summary>
    private static string? Missing(IReadOnlyList<PackageRequest> wanted, string output)
    {
        if (Lacking().Match(output) is not { Success: true } match) return null;
        var id = match.Groups["id"].Value;
        return wanted.FirstOrDefault(request => string.Equals(request.Id, id, StringComparison.OrdinalIgnoreCase)) is { Version: { } version } ? $"{id} {version}" : id;
    }

    private static string Failure(IReadOnlyList<PackageRequest> wanted, string output)
    {
        var lines = output.Split('\n').Select(line => Place().Replace(line, "").Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var errors = lines.Where(line => line.Contains("NU", StringComparison.Ordinal) || line.StartsWith("- ", StringComparison.Ordinal)).ToList();
        // The package the feed speaks of, where it names one of those asked for.
        var named = wanted.Where(request => errors.Any(line => line.Contains(request.Id, StringComparison.OrdinalIgnoreCase))).ToList();
        return $"#r \"nuget:\": cannot restore {string.Join("; ", named.Count > 0 ? named : wanted)}. The feed answered:\n" + string.Join('\n', (errors.Count > 0 ? errors : lines).Take(12).Select(line => "    " + line));
    }

    [GeneratedRegex(@"NU1100: Unable to resolve '(?<id>\S+) |NU110[1-3]: Unable to find (?:a stable )?package (?<id>\S+?)\.? (?:No packages|with version)|NU1603: .*? depends on (?<id>\S+) ")]
    private static partial Regex Lacking();

    [GeneratedRegex(@"^.*?Packages\.csproj\s*:\s*error\s*|\s*\[[^\[\]]*Packages\.csproj\]$")]
    private static partial Regex Place();
}
