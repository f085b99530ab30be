using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using NotebookHost.Engine;
using NotebookHost.Packages;

namespace NotebookHost.CSharp;

/// <summary>The libraries a notebook refers to with <c>#r</c>: found beside each other, through <c>.deps.json</c> or in packages; loaded from shadow copies.</summary>
/// <remarks>
/// One version of an assembly is loaded, in the default context. There are two exceptions, and the reader is told of both: a library that was built
/// anew, and a package that the host itself uses in another version, are loaded beside it, for later cells.
/// </remarks>
internal sealed class Libraries
{
    private static readonly Lock Gate = new();
    private static readonly List<LibraryFolder> Folders = [];
    private static readonly Lazy<Dictionary<string, string>> Host = new(() => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase));

    private static bool hooked;

    private readonly Dictionary<string, (PortableExecutableReference Reference, string RunFile)> referenced = new(StringComparer.OrdinalIgnoreCase);
    private LibraryContext? beside;

    /// <summary>The references of the notebook, in the order they came.</summary>
    public List<MetadataReference> References { get; } = [];

    /// <summary>The files that later cells run with.</summary>
    public IEnumerable<string> Paths => referenced.Values.Select(item => item.RunFile);

    /// <summary>Changes when later cells have to see another build of a library than the cells before.</summary>
    public int Generation { get; private set; }

    /// <summary>The assembly that later cells see in place of the one in the default context, or null.</summary>
    public Assembly? Beside(AssemblyName name) => beside?.Find(name);

    /// <summary>Adds a library; a second time the same file is nothing new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scope">Told where another build of it was in use.</param>
    /// <exception cref="MagicException">It does not exist or is no .NET assembly.</exception>
    public void Add(string path, CellScope scope)
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
        if (referenced.TryGetValue(name, out var known) && known.RunFile == copy && !ProjectsChanged(path)) return;
        var folder = new LibraryFolder(path);
        lock (Gate)
        {
            Folders.RemoveAll(other => other.MainFile == path);
            Folders.Insert(0, folder);
        }
        Refer(name, copy, copy);
        if (UsesWhatIsBeside(copy, path))
        {
            LoadBeside(With(copy, path), path);
            return;
        }
        if (Loaded(name) is not { } old || Same(old.Location, copy) && !ProjectsChanged(path))
        {
            if (Loaded(name) is null) AssemblyLoadContext.Default.LoadFromAssemblyPath(copy);
            return;
        }
        // What belongs to the library and was built with it comes along, so that it sees the new build too.
        LoadBeside(With(copy, path), path);
        Refer(name, FrameworkReferences.Stamped(copy, Generation), copy);
        scope.Write("stderr", $"{name} was built anew and is loaded beside the build before: later cells see the new one; values made before keep their old types until their cells run again.\n");
    }

    /// <summary>Adds what a restore found.</summary>
    /// <exception cref="MagicException">Another version of an assembly is loaded already.</exception>
    public void Add(PackageAssets assets, CellScope scope)
    {
        Hook();
        var runtime = assets.Runtime.Where(asset => !IsOfFramework(asset.Key, asset.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var clashes = new List<string>();
        foreach (var (name, file) in runtime)
        {
            if (PackageAssets.Identity(file) is not { } wanted) continue;
            if (Host.Value.TryGetValue(name, out var host))
            {
                if (!Same(host, file)) clashes.Add($"{name} {wanted.Version} (the host has {PackageAssets.Identity(host)?.Version})");
            }
            else if ((beside?.Find(new AssemblyName(name)) ?? Loaded(name)) is { } loaded && !Same(loaded.Location, file))
            {
                throw new MagicException($"#r \"nuget:\": the packages need {name} {wanted.Version} of {Path.GetFileName(Path.GetDirectoryName(file))}, but {loaded.GetName().Version} is loaded already, from {loaded.Location}. Restart the kernel and put all #r lines into one cell.");
            }
        }
        foreach (var (name, file) in assets.Compile)
        {
            if (!IsOfFramework(name, file)) Refer(name, file, runtime.GetValueOrDefault(name, file));
        }
        lock (Gate) Folders.Insert(0, new LibraryFolder(runtime, assets.Native));
        if (clashes.Count == 0) return;
        if (runtime.Values.All(file => beside?.HasFile(file) == true)) return;
        LoadBeside([.. runtime.Values], null);
        scope.Write("stderr", $"Loaded beside the host's own, for this notebook's cells: {string.Join(", ", clashes)}.\n");
    }

    /// <summary>Makes an assembly that is loaded already known to the compiler, so that its types can be named.</summary>
    public void Refer(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.Location.Length == 0 || assembly.GetName().Name is not { } name || referenced.ContainsKey(name)) return;
        if (Path.GetDirectoryName(assembly.Location) == FrameworkReferences.FrameworkFolder || assembly == typeof(Libraries).Assembly) return;
        Refer(name, assembly.Location, assembly.Location);
    }

    /// <summary>The file that holds an assembly which a referenced library needs, or null.</summary>
    public static string? Find(string assemblyName)
    {
        lock (Gate)
        {
            return Folders.Select(folder => folder.FindManaged(assemblyName)).FirstOrDefault(path => path is not null);
        }
    }

    private void Refer(string name, string compileFile, string runFile)
    {
        Refer(name, FrameworkReferences.Of(compileFile), runFile);
    }

    private void Refer(string name, PortableExecutableReference reference, string runFile)
    {
        if (referenced.TryGetValue(name, out var old))
        {
            if (old.Reference == reference) return;
            References.Remove(old.Reference);
        }
        referenced[name] = (reference, runFile);
        References.Add(reference);
    }

    private void LoadBeside(IEnumerable<string> files, string? main)
    {
        beside = new LibraryContext(files, beside, main is null ? null : new AssemblyDependencyResolver(main));
        Generation++;
    }

    /// <summary>The libraries beside a file that come from other projects, not from packages.</summary>
    private static IEnumerable<string> Projects(string path) => new LibraryFolder(path).Projects.Where(file => file != path);

    private static IEnumerable<string> With(string copy, string path) => [copy, .. Projects(path).Select(ShadowCopy.Of)];

    /// <summary>Whether a library that comes first now was compiled against packages that are loaded beside the host's own: it must see the same ones as the cells.</summary>
    private bool UsesWhatIsBeside(string copy, string path) => beside is not null && Loaded(Path.GetFileNameWithoutExtension(path)) is null
        && With(copy, path).SelectMany(PackageAssets.References).Any(beside.Has);

    private bool ProjectsChanged(string path) => Projects(path).Any(file =>
        (beside?.Find(new AssemblyName(Path.GetFileNameWithoutExtension(file))) ?? Loaded(Path.GetFileNameWithoutExtension(file))) is { } loaded && !Same(loaded.Location, file));

    /// <summary>Whether the framework has an assembly already, as new as the package's.</summary>
    private static bool IsOfFramework(string name, string file)
    {
        var framework = Path.Combine(FrameworkReferences.FrameworkFolder, name + ".dll");
        return File.Exists(framework) && PackageAssets.Identity(file)?.Version is { } version && version <= PackageAssets.Identity(framework)?.Version;
    }

    private static bool Same(string a, string b) => a == b || a.Length > 0 && PackageAssets.Identity(a)?.Build == PackageAssets.Identity(b)?.Build;

    private static Assembly? Loaded(string name) => AssemblyLoadContext.Default.Assemblies.FirstOrDefault(assembly => string.Equals(assembly.GetName().Name, name, StringComparison.OrdinalIgnoreCase));

    private static nint FindNative(string name)
    {
        lock (Gate)
        {
            foreach (var path in Folders.SelectMany(folder => folder.FindNative(name)))
            {
                if (NativeLibrary.TryLoad(path, out var handle)) return handle;
            }
        }
        return 0;
    }

    private static void Hook()
    {
        lock (Gate)
        {
            if (hooked) return;
            hooked = true;
        }
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(name.Name!) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => FindNative(name);
    }

    /// <summary>Assemblies in place of those of the default context; what it has not is found there.</summary>
    private sealed class LibraryContext(IEnumerable<string> files, LibraryContext? before, AssemblyDependencyResolver? resolver) : AssemblyLoadContext("libraries")
    {
        private readonly Dictionary<string, string> files = files.DistinctBy(Path.GetFileName).ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);

        public bool Has(string name) => files.ContainsKey(name) || before?.Has(name) == true;

        public bool HasFile(string file) => files.ContainsValue(file) || before?.HasFile(file) == true;

        public Assembly? Find(AssemblyName name) => files.TryGetValue(name.Name!, out var file) ? LoadFromAssemblyPath(file) : before?.Find(name);

        protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : FindNative(unmanagedDllName);
    }
}
