using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
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

    private static readonly ConcurrentBag<MemoryMappedViewAccessor> Views = [];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
    [
        // What the runtime itself would load: managed, and of the version that runs.
        .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == FrameworkFolder).Order(StringComparer.Ordinal).Select(Of),
        Of(typeof(FrameworkReferences).Assembly.Location),
    ]);

    /// <summary>The shared framework and the host's own surface.</summary>
    public static IReadOnlyList<MetadataReference> All => Framework.Value;

    /// <summary>The reference to a file, with its XML documentation.</summary>
    public static PortableExecutableReference Of(string path) => Known.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static key => Mapped(key.Path));

    /// <summary>A reference whose metadata stay in the file, mapped for the life of the process: of most of the framework a notebook never looks at more than the name.</summary>
    private static unsafe PortableExecutableReference Mapped(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Views.Add(view);
        byte* image = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref image);
        using var reader = new PEReader(image, checked((int)view.Capacity));
        if (!reader.HasMetadata) throw new BadImageFormatException($"{path} is not a .NET assembly.");
        var metadata = reader.GetMetadata();
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)metadata.Pointer, metadata.Length)).GetReference(XmlFileDocumentation.Of(path), filePath: path);
    }

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
}
