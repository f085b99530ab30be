using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>GELU, <c>y = x Φ(x)</c> (Hendrycks and Gimpel, 2016), with the exact normal distribution as in BERT.</summary>
internal static unsafe class GeluLayer
{
    private const int BlockSize = 8192;

    /// <summary>Forward over values side by side.</summary>
    public static void Forward(float* x, float* y, int count) => Blocks.For(count, BlockSize, (_, first, last) =>
    {
        for (var i = first; i < last; i += VectorMath.Lanes)
        {
            var value = VectorMath.Load(x + i, last - i);
            VectorMath.Store(value * VectorMath.Normal(value).Cumulative, y + i, last - i);
        }
    });

    /// <summary>Backward: <c>dx = dy (Φ(x) + x φ(x))</c> in place of dy; and y once more, so that the forward pass need not keep it.</summary>
    public static void Backward(float* x, float* dy, float* y, int count) => Blocks.For(count, BlockSize, (_, first, last) =>
    {
        for (var i = first; i < last; i += VectorMath.Lanes)
        {
            var value = VectorMath.Load(x + i, last - i);
            var (cumulative, density) = VectorMath.Normal(value);
            VectorMath.Store(value * cumulative, y + i, last - i);
            var slope = Vector512.FusedMultiplyAdd(value, density, cumulative);
            VectorMath.Store(VectorMath.Load(dy + i, last - i) * slope, dy + i, last - i);
        }
    });
}
