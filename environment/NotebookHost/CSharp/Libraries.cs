using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using NotebookHost.Engine;

namespace NotebookHost.CSharp;

/// <summary>The libraries a notebook refers to with <c>#r</c>: found beside each other or through <c>.deps.json</c>, loaded from shadow copies.</summary>
internal sealed class Libraries
{
    private static readonly Lock Gate = new();
    private static readonly List<LibraryFolder> Folders = [];
    private static bool hooked;

    private readonly Dictionary<string, PortableExecutableReference> referenced = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The references of the notebook, in the order they came.</summary>
    public List<MetadataReference> References { get; } = [];

    /// <summary>The shadow copies of the referenced files.</summary>
    public IEnumerable<string> Paths => referenced.Values.Select(reference => reference.FilePath!);

    /// <summary>Adds a library; a second time the same file is nothing new.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MagicException">It does not exist or is no .NET assembly.</exception>
    public void Add(string path)
    {
        if (!File.Exists(path)) throw new MagicException($"#r: {path} does not exist. Build it first: dotnet build, in the folder of its project.");
        Hook();
        var copy = ShadowCopy.Of(path);
        string name;
        try
        {
            name = AssemblyName.GetAssemblyName(copy).Name!;
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw new MagicException($"#r: {path} is not a .NET assembly: {e.Message}", e);
        }
        lock (Gate)
        {
            if (Folders.All(folder => folder.MainFile != path)) Folders.Insert(0, new LibraryFolder(path));
        }
        var reference = FrameworkReferences.Of(copy);
        if (referenced.TryGetValue(name, out var old))
        {
            if (old == reference) return;
            References.Remove(old);
        }
        referenced[name] = reference;
        References.Add(reference);
        AssemblyLoadContext.Default.LoadFromAssemblyPath(copy);
    }

    /// <summary>A shadow copy of the file that holds an assembly which a referenced library needs, or null.</summary>
    public static string? Find(string assemblyName)
    {
        lock (Gate)
        {
            return Folders.Select(folder => folder.FindManaged(assemblyName)).FirstOrDefault(path => path is not null) is { } found ? ShadowCopy.Of(found) : null;
        }
    }

    private static void Hook()
    {
        lock (Gate)
        {
            if (hooked) return;
            hooked = true;
        }
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(name.Name!) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
        {
            lock (Gate)
            {
                foreach (var path in Folders.SelectMany(folder => folder.FindNative(name)))
                {
                    if (NativeLibrary.TryLoad(path, out var handle)) return handle;
                }
            }
            return 0;
        };
    }
}
