using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Copies stored tensors from the mapped file to the device, converted on the way, and owns them.</summary>
internal sealed unsafe class DeviceWeights(Device device, ScalarType type) : IDisposable
{
    private const long Chunk = 1 << 24;                    // values on the host at a time
    private readonly List<Tensor> owned = [];

    /// <summary>One tensor of stored ones, one below the other; null if a part is missing (the reader has noted it).</summary>
    public Tensor? Load(params ReadOnlySpan<TensorView?> parts)
    {
        long rows = 0;
        foreach (var part in parts)
        {
            if (part is null) return null;
            rows += part.Value.Info.Shape[0];
        }
        long[] shape = [rows, .. parts[0]!.Value.Info.Shape.Skip(1)];
        var target = empty(shape, type, device).DetachFromDisposeScope();
        owned.Add(target);
        using var scope = NewDisposeScope();
        var (values, at) = (target.view(-1), 0L);
        foreach (var part in parts)
        {
            Copy(part!.Value, values.narrow(0, at, part.Value.Info.Count));
            at += part.Value.Info.Count;
        }
        return target;
    }

    /// <summary>A tensor of the host, converted, on the device.</summary>
    public Tensor Keep(Tensor host)
    {
        using var scope = NewDisposeScope();
        var kept = host.to(type).to(device).DetachFromDisposeScope();
        owned.Add(kept);
        return kept;
    }

    public void Dispose()
    {
        foreach (var tensor in owned) tensor.Dispose();
        owned.Clear();
    }

    private static void Copy(TensorView view, Tensor target)
    {
        var (stored, size) = (Stored(view.Info), view.Info.Bytes / Math.Max(1, view.Info.Count));
        for (long start = 0; start < view.Info.Count; start += Chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Chunk, view.Info.Count - start);
            var host = empty([count], stored);
            new ReadOnlySpan<byte>(view.Data + start * size, checked((int)(count * size))).CopyTo(host.bytes);
            target.narrow(0, start, count).copy_(host);
        }
    }

    private static ScalarType Stored(TensorInfo info) => info.Type switch
    {
        TensorType.Float32 => ScalarType.Float32,
        TensorType.Float16 => ScalarType.Float16,
        TensorType.BFloat16 => ScalarType.BFloat16,
        TensorType.Float64 => ScalarType.Float64,
        _ => throw new InvalidDataException($"{info.File}: tensor '{info.Name}' has values of type {info.Type}, expected floating point."),
    };
}
