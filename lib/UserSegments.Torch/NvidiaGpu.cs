using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace UserSegments.Torch;

/// <summary>What <c>nvidia-smi</c> says of one GPU; libtorch's binding tells neither driver nor memory.</summary>
internal sealed record NvidiaGpu(string Name, Version Driver, long TotalBytes, long FreeBytes)
{
    private const long MiB = 1L << 20;
    private static readonly string[] Query = ["--query-gpu=name,driver_version,memory.total,memory.free", "--format=csv,noheader,nounits"];

    /// <summary>All GPUs of the machine, or none and why.</summary>
    public static (IReadOnlyList<NvidiaGpu> Gpus, string? Problem) List()
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", Query) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? (Parse(output), null) : ([], $"nvidia-smi failed: {(output + errors.Result).Trim()}");
        }
        catch (Win32Exception)
        {
            return ([], "nvidia-smi was not found");
        }
    }

    /// <summary>One GPU a line: name, driver, MiB in all, MiB free; what is not told ("[N/A]") counts as 0.</summary>
    public static IReadOnlyList<NvidiaGpu> Parse(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 4)
            .Select(parts => new NvidiaGpu(parts[0], Version.TryParse(parts[1], out var driver) ? driver : new Version(0, 0), MiB * Number(parts[2]), MiB * Number(parts[3])))];

    private static long Number(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
