using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>Memory of floats that does not move and grows as needed, for kernels; 64-byte aligned.</summary>
/// <remarks>The address is valid until the next <see cref="Reserve"/> that grows, and as long as this object is. Not thread-safe.</remarks>
internal sealed unsafe class PinnedBuffer
{
    private float[] storage = [];

    /// <summary>First value; null before the first <see cref="Reserve"/>.</summary>
    public float* Data { get; private set; }

    /// <summary>Number of values that fit.</summary>
    public long Capacity => Math.Max(0, storage.LongLength - 16);

    /// <summary>Makes room for values; what was there is lost when the buffer grows. What grows again grows by a quarter at least.</summary>
    /// <param name="count">At least 0.</param>
    public float* Reserve(long count)
    {
        if (count > Capacity || Data is null)
        {
            var room = Math.Max(count, Capacity + Capacity / 4);
            storage = [];
            storage = GC.AllocateUninitializedArray<float>(checked((int)(room + 16)), pinned: true);
            Data = (float*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0) + 63) & ~(nint)63);
        }
        return Data;
    }
}
