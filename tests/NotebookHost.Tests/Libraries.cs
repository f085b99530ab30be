using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookHost.Tests;

/// <summary>Makes libraries and packages, so that no test needs a network.</summary>
internal static class Libraries
{
    /// <summary>Compiles a class library.</summary>
    public static void Compile(string path, string source, params string[] references)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var framework = NotebookHost.CSharp.XmlFileDocumentation.ReferencePack.Value!;
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(path), [CSharpSyntaxTree.ParseText(source)],
            [.. Directory.EnumerateFiles(framework, "System*.dll").Concat(references).Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var emitted = compilation.Emit(path);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
    }

    /// <summary>Packs files into a feed folder.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="id">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="dependencies">Names and versions.</param>
    /// <param name="files">Places in the package and the files that go there.</param>
    public static void Pack(string feed, string id, string version, (string Id, string Version)[] dependencies, params (string Place, string File)[] files)
    {
        Directory.CreateDirectory(feed);
        using var archive = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(archive.CreateEntry(id + ".nuspec").Open()))
        {
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                <id>{id}</id><version>{version}</version><authors>tests</authors><description>A package of a test.</description>
                <dependencies><group targetFramework="net10.0">{string.Concat(dependencies.Select(d => $"<dependency id=\"{d.Id}\" version=\"{d.Version}\" />"))}</group></dependencies>
                </metadata></package>
                """);
        }
        foreach (var (place, file) in files) archive.CreateEntryFromFile(file, place);
    }

    /// <summary>A NuGet.Config that knows no feed but these, and keeps packages in its own folder.</summary>
    public static void Configure(TemporaryFolder folder, params string[] feeds) => folder.Write("NuGet.Config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><clear />{string.Concat(feeds.Select(feed => $"<add key=\"{feed}\" value=\"{feed}\" />"))}</packageSources>
        </configuration>
        """);

    /// <summary>A native library that is at hand on this machine: SQLite's.</summary>
    public static string Native()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return Directory.EnumerateFiles(folder, "*e_sqlite3*").First(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll");
    }

    /// <summary>Where a native library stands in a package for this machine.</summary>
    public static string NativePlace(string name) => $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{(OperatingSystem.IsWindows() ? "" : "lib")}{name}{Path.GetExtension(Native())}";
}
