using System.Globalization;
using System.Runtime.InteropServices;

namespace UserSegments.Torch;

/// <summary>What libtorch's errors mean, in one sentence each.</summary>
internal static class TorchFailure
{
    /// <summary>Whether memory ran out, on the device or on the host; libtorch says so only in words.</summary>
    public static bool IsOutOfMemory(Exception error) => error is ExternalException &&
        (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses weights that cannot fit before a byte of them is read.</summary>
    public static void CheckRoom(string source, long weights, TorchPrecision precision, TorchDevice device)
    {
        var bytes = (double)weights * precision.Bytes();
        if (device.FreeBytes is not { } free || bytes <= free) return;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: the checkpoint needs {bytes / 1e9:F1} GB as {precision}, but {device.Device} has {free / 1e9:F1} GB free: take half precision, a smaller model or another device."));
    }

    /// <summary>One sequence alone is too much.</summary>
    public static InvalidOperationException TooLong(int tokens, TorchDevice device, Exception error) =>
        new($"{device.Device} ran out of memory on a single sequence of {tokens} tokens: cut texts shorter, take half precision or another device.", error);
}
