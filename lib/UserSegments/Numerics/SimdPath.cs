using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>The width of the product kernels.</summary>
internal enum SimdPath
{
    /// <summary>128-bit vectors in the language's portable form: SSE, NEON, or plain code.</summary>
    Scalar,

    /// <summary>256-bit vectors: a tile of 6 x 16.</summary>
    Avx2,

    /// <summary>512-bit vectors: a tile of 12 x 32.</summary>
    Avx512,
}

/// <summary>Chooses the kernels once, when the library is first used.</summary>
/// <remarks>
/// The environment variable <c>USER_SEGMENTS_SIMD</c> (avx512, avx2 or scalar) overrules the processor. All paths are written over
/// the portable vector types, so each of them runs (slowly where the processor lacks the width) and is tested everywhere, and
/// each adds the same products in the same order with fused multiply-adds: the bits do not depend on the path.
/// </remarks>
internal static class Simd
{
    public static readonly SimdPath Chosen = Choose(Environment.GetEnvironmentVariable("USER_SEGMENTS_SIMD"));

    internal static SimdPath Choose(string? wish) => wish?.Trim().ToLowerInvariant() switch
    {
        "avx512" => SimdPath.Avx512,
        "avx2" => SimdPath.Avx2,
        "scalar" => SimdPath.Scalar,
        null or "" => Vector512.IsHardwareAccelerated ? SimdPath.Avx512
            : Vector256.IsHardwareAccelerated ? SimdPath.Avx2 : SimdPath.Scalar,
        _ => throw new InvalidOperationException($"The environment variable USER_SEGMENTS_SIMD is '{wish}', expected avx512, avx2 or scalar."),
    };
}
