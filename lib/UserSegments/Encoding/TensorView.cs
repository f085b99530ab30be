using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace UserSegments.Encoding;

/// <summary>The values of a stored tensor where they lie, little-endian and perhaps unaligned.</summary>
internal readonly unsafe struct TensorView(TensorInfo info, byte* data)
{
    public TensorInfo Info => info;

    public byte* Data => data;

    /// <summary>Number of values.</summary>
    public int Count => checked((int)info.Count);

    /// <summary>Copies values from a place on, as single precision.</summary>
    /// <param name="start">First value.</param>
    /// <param name="target">As many as are wanted; the range must lie inside the tensor.</param>
    public void CopyTo(long start, Span<float> target)
    {
        if (start < 0 || start + target.Length > info.Count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{info} has no values {start} to {start + target.Length}.");
        var bytes = new ReadOnlySpan<byte>(data + start * SafetensorsHeader.SizeOf(info.Type), target.Length * SafetensorsHeader.SizeOf(info.Type));
        switch (info.Type)
        {
            case TensorType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(target);
                break;
            case TensorType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), target);
                break;
            case TensorType.BFloat16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < target.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
            case TensorType.Int8:
                TensorPrimitives.ConvertTruncating<sbyte, float>(MemoryMarshal.Cast<byte, sbyte>(bytes), target);
                break;
            case TensorType.Float64:
                TensorPrimitives.ConvertTruncating<double, float>(MemoryMarshal.Cast<byte, double>(bytes), target);
                break;
            case TensorType.Int32:
                TensorPrimitives.ConvertTruncating<int, float>(MemoryMarshal.Cast<byte, int>(bytes), target);
                break;
            default:
                throw new InvalidDataException($"{info.File}: tensor '{info.Name}' has values of type {info.Type}, expected floating point, int8 or int32.");
        }
    }
}
