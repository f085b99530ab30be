using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Encoding;

/// <summary>Elementary functions on eight lanes; every lane is computed alike, so a value does not depend on its place.</summary>
internal static class VectorMath
{
    /// <summary><c>e^x</c> by Cody and Waite's reduction and a polynomial of degree 6; within 2 units of the last place; 0 below -87.3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // A comparison with NaN is false, so NaN passes through both clamps of the conditional kind.
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(88.3762626647949f)), Vector256.Create(88.3762626647949f), x);
        var vanishes = Vector256.LessThan(x, Vector256.Create(-87.33654f));
        var n = Vector256.Floor(Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504088896341f), Vector256.Create(0.5f)));
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        var power = Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();
        return Vector256.AndNot(p * power, vanishes);
    }

    /// <summary>The error function: a rational approximation in x clamped to -4 .. 4, as in Eigen; absolute error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(4f)), Vector256.Create(4f), x);
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-4f)), Vector256.Create(-4f), x);
        var s = x * x;
        var p = Vector256.Create(-2.72614225801306e-10f);
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(2.77068142495902e-08f));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(-2.10102402082508e-06f));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(-5.69250639462346e-05f));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(-7.34990630326855e-04f));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(-2.95459980854025e-03f));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(-1.60960333262415e-02f));
        var q = Vector256.Create(-1.45660718464996e-05f);
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(-2.13374055278905e-04f));
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(-1.68282697438203e-03f));
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(-7.37332916720468e-03f));
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(-1.42647390514189e-02f));
        return x * p / q;
    }

    /// <summary>One of the activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Activate(BertActivation activation, Vector256<float> x)
    {
        if (activation == BertActivation.Gelu)
        {
            var half = Vector256.Create(0.5f) * x;
            return Vector256.FusedMultiplyAdd(half, Erf(x * Vector256.Create(0.70710678118654752f)), half);
        }
        if (activation == BertActivation.Relu) return Vector256.Max(x, Vector256<float>.Zero);
        if (activation == BertActivation.Silu) return x / (Vector256<float>.One + Exp(-x));
        // tanh(u) = 1 - 2 / (1 + e^2u), so x (1 + tanh(u)) / 2 = x (1 - 1 / (1 + e^2u)).
        var cube = Vector256.FusedMultiplyAdd(x * x * x, Vector256.Create(0.044715f), x);
        var e = Exp(cube * Vector256.Create(2f * 0.79788456080286536f));
        return x - x / (Vector256<float>.One + e);
    }

    /// <summary>The sum of eight lanes, in one fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> x)
    {
        var four = x.GetLower() + x.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>The largest of eight lanes; a NaN may or may not be passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> x)
    {
        var four = Vector128.MaxNative(x.GetLower(), x.GetUpper());
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)))[0];
    }
}
