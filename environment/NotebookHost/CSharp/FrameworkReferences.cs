using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace NotebookHost.CSharp;

/// <summary>References to assemblies for the compiler: one a file and version, for the life of the process.</summary>
/// <remarks>A new reference a cell would keep its copy of the metadata for ever: 1.5 GB after 340 cells was measured.</remarks>
internal static class FrameworkReferences
{
    /// <summary>The folder of the shared framework.</summary>
    public static string FrameworkFolder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Known = new();

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
    [
        .. Directory.EnumerateFiles(FrameworkFolder, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal).Select(Of),
        Of(typeof(FrameworkReferences).Assembly.Location),
    ]);

    /// <summary>The shared framework and the host's own surface.</summary>
    public static IReadOnlyList<MetadataReference> All => Framework.Value;

    /// <summary>The reference to a file, with its XML documentation.</summary>
    public static PortableExecutableReference Of(string path) =>
        Known.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static key => MetadataReference.CreateFromFile(key.Path, documentation: XmlFileDocumentation.Of(key.Path)));

    /// <summary>A reference to a library that was built anew: its version is stamped, as the compiler keeps to the first of two that are named alike.</summary>
    /// <remarks>When the code runs, libraries are found by name only.</remarks>
    public static PortableExecutableReference Stamped(string path, int generation)
    {
        var image = File.ReadAllBytes(path);
        using (var reader = new PEReader(ImmutableArray.Create(image)))
        {
            // The row of the assembly: the hash algorithm, four bytes, then four parts of the version, two bytes each.
            var row = reader.PEHeaders.MetadataStartOffset + reader.GetMetadataReader().GetTableMetadataOffset(TableIndex.Assembly);
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(row + 10), (ushort)generation);
        }
        return MetadataReference.CreateFromImage(image, documentation: XmlFileDocumentation.Of(path), filePath: path);
    }

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new PEReader(stream);
        return reader.HasMetadata && reader.GetMetadataReader().IsAssembly;
    }
}
