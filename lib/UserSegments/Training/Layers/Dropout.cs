using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Training;

/// <summary>Dropout (Srivastava et al., 2014) whose mask is a function of a key and a place: nothing is stored, and the backward pass sees the same mask.</summary>
/// <param name="Rate">Share of values set to 0; 0 for none.</param>
/// <param name="Key">Of this step and this place in the network.</param>
/// <remarks>The mask is the finalizer of MurmurHash3 (Appleby, 2008) over key and index: the same bits on any number of threads.</remarks>
internal readonly record struct Dropout(double Rate, uint Key)
{
    public bool IsOff => Rate <= 0;

    /// <summary>The dropout of another place in the network at the same step.</summary>
    public Dropout At(int place) => new(Rate, Mix(Key ^ Mix((uint)place * 0x9E3779B9u + 0x7F4A7C15u)));

    /// <summary>0, or 1 / (1 - rate), for 16 values that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Scale(uint index)
    {
        var h = (Vector512<uint>.Indices + Vector512.Create(index)) * 0x9E3779B1u + Vector512.Create(Key);
        h = (h ^ (h >>> 16)) * 0x85EBCA6Bu;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35u;
        h ^= h >>> 16;
        var keep = Vector512.GreaterThanOrEqual(h, Vector512.Create(Threshold));
        return Vector512.ConditionalSelect(keep.AsSingle(), Vector512.Create((float)(1 / (1 - Rate))), Vector512<float>.Zero);
    }

    /// <summary>The same factor for one value.</summary>
    public float ScaleOf(uint index)
    {
        var h = Mix(index * 0x9E3779B1u + Key);
        return h >= Threshold ? (float)(1 / (1 - Rate)) : 0;
    }

    /// <summary>Multiplies values by their factors in place; forward and backward alike.</summary>
    public unsafe void Apply(float* values, long first, int count)
    {
        if (IsOff) return;
        for (var i = 0; i < count; i += VectorMath.Lanes)
            VectorMath.Store(VectorMath.Load(values + i, count - i) * Scale((uint)(first + i)), values + i, count - i);
    }

    private uint Threshold => (uint)(Rate * 4294967296.0);

    private static uint Mix(uint h)
    {
        h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
        h = (h ^ (h >> 13)) * 0xC2B2AE35u;
        return h ^ (h >> 16);
    }
}
