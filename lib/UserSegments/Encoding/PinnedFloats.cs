using System.Runtime.InteropServices;

namespace UserSegments.Encoding;

/// <summary>Working memory that grows and never moves, 64-byte aligned.</summary>
internal sealed unsafe class PinnedFloats
{
    private float[] storage = [];
    private long room;

    public float* Data { get; private set; }

    /// <summary>Makes room for values; what was there is lost where it grows.</summary>
    public float* Reserve(long count)
    {
        if (count <= room) return Data;
        storage = GC.AllocateUninitializedArray<float>(checked((int)(count + count / 4 + 16)), pinned: true);
        Data = (float*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0) + 63) & ~(nint)63);
        room = count + count / 4;
        return Data;
    }
}
