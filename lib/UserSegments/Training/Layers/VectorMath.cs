using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Training;

/// <summary>Elementary functions on 16 floats at once, the same bits on every processor: additions, products and fused products only.</summary>
internal static class VectorMath
{
    public const int Lanes = 16;

    /// <summary><c>e^x</c>, relative error about 1e-7; below -87.3 it is 0, above 88 it stays at e^88.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var low = Vector512.LessThan(x, Vector512.Create(-87.3f));
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-87.3f)), Vector512.Create(88f));
        // x = n ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts. Adding and taking away 1.5 * 2^23 rounds to the nearest integer.
        var magic = Vector512.Create(12582912f);
        var n = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), magic) - magic;
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        var power = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        return Vector512.AndNot(p * power.AsSingle(), low);
    }

    /// <summary>The normal distribution: <c>Φ(x)</c> and its density <c>φ(x)</c>, absolute error about 1e-7 (Abramowitz and Stegun 7.1.26).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Cumulative, Vector512<float> Density) Normal(Vector512<float> x)
    {
        var z = Vector512.Abs(x) * 0.70710678f;
        var e = Exp(-(z * z));                                                    // e^(-x²/2) = sqrt(2 pi) φ(x)
        var t = Vector512<float>.One / Vector512.FusedMultiplyAdd(z, Vector512.Create(0.3275911f), Vector512<float>.One);
        var p = Vector512.Create(1.061405429f);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-1.453152027f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.421413741f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.284496736f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.254829592f));
        var tail = 0.5f * p * t * e;                                              // 1 - Φ(|x|)
        var cumulative = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
        return (cumulative, e * 0.39894228f);
    }

    /// <summary>Sum of the lanes in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x)
    {
        var half = x.GetLower() + x.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return quarter.GetElement(0) + quarter.GetElement(2) + (quarter.GetElement(1) + quarter.GetElement(3));
    }

    /// <summary>16 values, or as many as there are and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Load(float* from, int count)
    {
        if (count >= Lanes) return Vector512.Load(from);
        var values = stackalloc float[Lanes];
        for (var i = 0; i < Lanes; i++) values[i] = i < count ? from[i] : 0;
        return Vector512.Load(values);
    }

    /// <summary>Writes 16 values, or as many as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<float> x, float* to, int count)
    {
        if (count >= Lanes)
        {
            x.Store(to);
            return;
        }
        for (var i = 0; i < count; i++) to[i] = x.GetElement(i);
    }
}
