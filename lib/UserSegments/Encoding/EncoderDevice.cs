using System.Reflection;
using System.Runtime.Loader;
using UserSegments.Data;

namespace UserSegments.Encoding;

/// <summary>Finds the device for encoders: that of UserSegments.Torch where it was built, otherwise the CPU, with the reason.</summary>
/// <remarks>
/// The library does not refer to UserSegments.Torch, whose packages are large: it looks for <c>lib/UserSegments.Torch/bin/UserSegments.Torch.dll</c> at or above the current
/// folder and loads it, with what lies beside it, into a context of its own that shares this assembly.
/// </remarks>
public static class EncoderDevice
{
    private const string Library = "UserSegments.Torch";
    private static readonly Lazy<IEncoderDevice> Found = new(() => Open(ProjectFiles.Find(Path.Combine("lib", Library, "bin", Library + ".dll"))));

    /// <summary>The device of UserSegments.Torch (a GPU if one answers), or the CPU; <see cref="IEncoderDevice.Reason"/> says why. Looked for once.</summary>
    public static IEncoderDevice Best => Found.Value;

    /// <summary>This library's own encoder on the CPU.</summary>
    public static IEncoderDevice Cpu { get; } = new ManagedDevice("asked for");

    /// <summary>The device of a library, or the CPU and what is wrong with the library.</summary>
    /// <param name="path">The file; null where there is none.</param>
    internal static IEncoderDevice Open(string? path)
    {
        if (path is null) return new ManagedDevice($"{Library} is not built (dotnet build lib/{Library})");
        try
        {
            var type = new SharingContext(path).LoadFromAssemblyPath(path).GetType($"{Library}.TorchModels", throwOnError: true)!;
            return (IEncoderDevice)Activator.CreateInstance(type)!;
        }
        catch (Exception error)
        {
            // Whatever a broken build may throw: a notebook goes on without a GPU, and says why.
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            while (cause is TypeInitializationException { InnerException: { } deeper }) cause = deeper;
            return new ManagedDevice($"{Library} was built but cannot be used ({cause.GetType().Name}: {cause.Message.Split('\n')[0].TrimEnd('.', '\r', ' ')}); build it anew: dotnet build lib/{Library}");
        }
    }

    private sealed class ManagedDevice(string reason) : IEncoderDevice
    {
        public string Name => "CPU, managed code";

        public string Reason => reason;

        public bool IsGpu => false;

        public IEncoderModel Load(string folder, Pooling? pooling) => EncoderFolder.Load(folder, pooling, EncoderPrecision.Float32);

        public override string ToString() => $"{Name}: {Reason}";
    }

    /// <summary>What this assembly and its own context have is theirs; the rest, native libraries too, is what lies beside the file.</summary>
    private sealed class SharingContext(string path) : AssemblyLoadContext(Library)
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var own = typeof(EncoderDevice).Assembly;
            if (assemblyName.Name == own.GetName().Name) return own;
            try
            {
                // Types of packages that both use must be the same types.
                return (GetLoadContext(own) ?? Default).LoadFromAssemblyName(assemblyName);
            }
            catch (Exception error) when (error is FileNotFoundException or FileLoadException)
            {
                return resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
            }
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
