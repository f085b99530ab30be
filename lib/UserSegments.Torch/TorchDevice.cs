using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace UserSegments.Torch;

/// <summary>Where tensors lie and are computed: a GPU by CUDA, or the CPU, with the reason for the choice.</summary>
public sealed class TorchDevice
{
    // The oldest drivers that run any CUDA 12 (NVIDIA, CUDA compatibility, minor versions).
    private static readonly Version OldestDriver = OperatingSystem.IsWindows() ? new(528, 33) : new(525, 60, 13);

    internal TorchDevice(torch.Device device, string name, long? freeBytes, string reason) =>
        (Device, Name, FreeBytes, Reason) = (device, name, freeBytes, reason);

    /// <summary>The device as TorchSharp names it.</summary>
    public torch.Device Device { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>Bytes that were free when the device was chosen; null where nobody tells.</summary>
    public long? FreeBytes { get; }

    /// <summary>Why this device.</summary>
    public string Reason { get; }

    /// <summary>Whether it is a GPU.</summary>
    public bool IsCuda => Device.type == DeviceType.CUDA;

    /// <summary>What the library was built for: cuda or cpu (<c>-p:Torch=</c>).</summary>
    public static string BuiltFor { get; } = typeof(TorchDevice).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "Torch").Value!;

    /// <summary>The first GPU where the library was built for one and it answers, otherwise the CPU; <see cref="Reason"/> says why.</summary>
    public static TorchDevice Auto()
    {
        var (gpus, problem) = BuiltFor == "cuda" ? NvidiaGpu.List() : ([], null);
        return Fault(0, BuiltFor, gpus, problem, CountGpus) is { } fault ? Host($"no GPU: {fault}") : Gpu(0, gpus, "the first GPU answers");
    }

    /// <summary>The CPU.</summary>
    public static TorchDevice Cpu() => Host("asked for");

    /// <summary>One GPU.</summary>
    /// <param name="index">0 to the number of GPUs - 1.</param>
    /// <exception cref="InvalidOperationException">There is no such GPU for this build; the message says which part is missing.</exception>
    public static TorchDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var (gpus, problem) = NvidiaGpu.List();
        return Fault(index, BuiltFor, gpus, problem, CountGpus) is { } fault
            ? throw new InvalidOperationException($"cuda:{index.ToString(CultureInfo.InvariantCulture)} was asked for, but {fault}.")
            : Gpu(index, gpus, "asked for");
    }

    /// <summary>Waits until the device has done all that it was given; the CPU always has.</summary>
    public void Synchronize()
    {
        if (IsCuda) torch.cuda.synchronize(Device);
    }

    /// <summary>Device, name, free memory and reason in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Device} ({Name}{(FreeBytes is { } free ? $", {free / 1e9:F1} GB free" : string.Empty)}): {Reason}");

    /// <summary>What keeps a GPU from being used, or null. The GPUs are counted only where the build could use one: it loads libtorch.</summary>
    internal static string? Fault(int index, string built, IReadOnlyList<NvidiaGpu> gpus, string? problem, Func<int> countGpus)
    {
        if (built != "cuda") return $"UserSegments.Torch was built with -p:Torch={built}, expected -p:Torch=cuda";
        if (gpus.Count > 0 && gpus[0].Driver > new Version(0, 0) && gpus[0].Driver < OldestDriver)
            return $"the NVIDIA driver is {gpus[0].Driver}, expected at least {OldestDriver} for CUDA 12: update the driver";
        var count = countGpus();
        if (count > index) return null;
        if (count > 0) return $"PyTorch sees {count} GPU{(count == 1 ? "" : "s")}, expected an index below {count}";
        return gpus.Count > 0
            ? $"PyTorch does not see the {gpus[0].Name} that the driver knows: look at CUDA_VISIBLE_DEVICES and at the native libraries"
            : $"no NVIDIA driver answers ({problem ?? "it knows no GPU"})";
    }

    private static int CountGpus()
    {
        try
        {
            return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        }
        catch (Exception error) when (error is DllNotFoundException or NotSupportedException or TypeInitializationException or EntryPointNotFoundException)
        {
            return 0;
        }
    }

    private static TorchDevice Host(string reason) =>
        new(torch.CPU, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores"), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, reason);

    private static TorchDevice Gpu(int index, IReadOnlyList<NvidiaGpu> gpus, string reason)
    {
        // nvidia-smi counts all GPUs, PyTorch those of CUDA_VISIBLE_DEVICES: where the two may differ, nothing is said of memory.
        var known = gpus.Count == torch.cuda.device_count() ? gpus[index] : null;
        return new TorchDevice(new torch.Device(DeviceType.CUDA, index), known?.Name ?? "NVIDIA GPU", known is { FreeBytes: > 0 } ? known.FreeBytes : null, reason);
    }
}
