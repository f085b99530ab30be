using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace UserSegments.Numerics;

/// <summary>The register tiles of the matrix product: a few rows of A times one or two panels of B.</summary>
/// <remarks>
/// A is read where it lies (row by row, or packed so that the rows of a tile stand side by side), B lies in panels of 16 columns. Every
/// element of C is one chain of fused multiply-adds in ascending inner index, whatever the tile: the bits are the same on all paths.
/// Lane l of a vector holds column <c>16 * panel + l</c> (plus the vector's offset within the panel).
/// </remarks>
internal static unsafe class ProductKernels
{
    public static int TileRows(SimdPath path) => path switch { SimdPath.Avx512 => 12, SimdPath.Avx2 => 6, _ => 4 };

    public static int TileColumns(SimdPath path) => path switch { SimdPath.Avx512 => 32, SimdPath.Avx2 => 16, _ => 8 };

    /// <summary>One tile: C (rows of the tile, columns of the tile) = or += A stripe times B.</summary>
    /// <param name="path">Whose tile.</param>
    /// <param name="a">(tile rows, depth).</param>
    /// <param name="rowStride">Distance of the rows of A.</param>
    /// <param name="depthStride">Distance of its inner indices.</param>
    /// <param name="b">(depth, 16): the panel, moved on by the offset of the tile within it.</param>
    /// <param name="nextPanel">Distance in values to the panel after it; the 512-bit tile spans two.</param>
    /// <param name="depth">Inner indices to add.</param>
    /// <param name="c">First value of the tile; the tile lies inside C.</param>
    /// <param name="stride">Distance of the rows of C.</param>
    /// <param name="accumulate">Whether C already holds a part of the sums.</param>
    /// <param name="ahead">What is worth bringing nearer meanwhile: a cache line of it for every 16 inner indices; need not exist. The 256-bit tile does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(SimdPath path, float* a, nint rowStride, nint depthStride, float* b, nint nextPanel, int depth, float* c, nint stride, bool accumulate, float* ahead)
    {
        if (path == SimdPath.Avx512) Tile512(a, rowStride, depthStride, b, nextPanel, depth, c, stride, accumulate);
        else if (path == SimdPath.Avx2) Tile256(a, rowStride, depthStride, b, depth, c, stride, accumulate, ahead);
        else Tile128(a, rowStride, depthStride, b, nextPanel, depth, c, stride, accumulate);
    }

    /// <summary>12 x 32: 24 accumulators and two vectors of B; the values of A are broadcast from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile512(float* a, nint rowStride, nint depthStride, float* b, nint nextPanel, int depth, float* c, nint stride, bool accumulate)
    {
        var c0_0 = Vector512<float>.Zero;
        var c0_1 = Vector512<float>.Zero;
        var c1_0 = Vector512<float>.Zero;
        var c1_1 = Vector512<float>.Zero;
        var c2_0 = Vector512<float>.Zero;
        var c2_1 = Vector512<float>.Zero;
        var c3_0 = Vector512<float>.Zero;
        var c3_1 = Vector512<float>.Zero;
        var c4_0 = Vector512<float>.Zero;
        var c4_1 = Vector512<float>.Zero;
        var c5_0 = Vector512<float>.Zero;
        var c5_1 = Vector512<float>.Zero;
        var c6_0 = Vector512<float>.Zero;
        var c6_1 = Vector512<float>.Zero;
        var c7_0 = Vector512<float>.Zero;
        var c7_1 = Vector512<float>.Zero;
        var c8_0 = Vector512<float>.Zero;
        var c8_1 = Vector512<float>.Zero;
        var c9_0 = Vector512<float>.Zero;
        var c9_1 = Vector512<float>.Zero;
        var c10_0 = Vector512<float>.Zero;
        var c10_1 = Vector512<float>.Zero;
        var c11_0 = Vector512<float>.Zero;
        var c11_1 = Vector512<float>.Zero;
        if (accumulate)
        {
            c0_0 = Vector512.Load(c);
            c0_1 = Vector512.Load(c + 16);
            c1_0 = Vector512.Load(c + stride);
            c1_1 = Vector512.Load(c + stride + 16);
            c2_0 = Vector512.Load(c + 2 * stride);
            c2_1 = Vector512.Load(c + 2 * stride + 16);
            c3_0 = Vector512.Load(c + 3 * stride);
            c3_1 = Vector512.Load(c + 3 * stride + 16);
            c4_0 = Vector512.Load(c + 4 * stride);
            c4_1 = Vector512.Load(c + 4 * stride + 16);
            c5_0 = Vector512.Load(c + 5 * stride);
            c5_1 = Vector512.Load(c + 5 * stride + 16);
            c6_0 = Vector512.Load(c + 6 * stride);
            c6_1 = Vector512.Load(c + 6 * stride + 16);
            c7_0 = Vector512.Load(c + 7 * stride);
            c7_1 = Vector512.Load(c + 7 * stride + 16);
            c8_0 = Vector512.Load(c + 8 * stride);
            c8_1 = Vector512.Load(c + 8 * stride + 16);
            c9_0 = Vector512.Load(c + 9 * stride);
            c9_1 = Vector512.Load(c + 9 * stride + 16);
            c10_0 = Vector512.Load(c + 10 * stride);
            c10_1 = Vector512.Load(c + 10 * stride + 16);
            c11_0 = Vector512.Load(c + 11 * stride);
            c11_1 = Vector512.Load(c + 11 * stride + 16);
        }
        var twice = 2 * rowStride;
        var from3 = a + 3 * rowStride;
        var from6 = a + 6 * rowStride;
        var from9 = a + 9 * rowStride;
        for (; depth > 0; depth--)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + nextPanel);
            var a0 = Vector512.Create(a[0]);
            c0_0 = Vector512.FusedMultiplyAdd(a0, b0, c0_0);
            c0_1 = Vector512.FusedMultiplyAdd(a0, b1, c0_1);
            var a1 = Vector512.Create(a[rowStride]);
            c1_0 = Vector512.FusedMultiplyAdd(a1, b0, c1_0);
            c1_1 = Vector512.FusedMultiplyAdd(a1, b1, c1_1);
            var a2 = Vector512.Create(a[twice]);
            c2_0 = Vector512.FusedMultiplyAdd(a2, b0, c2_0);
            c2_1 = Vector512.FusedMultiplyAdd(a2, b1, c2_1);
            var a3 = Vector512.Create(from3[0]);
            c3_0 = Vector512.FusedMultiplyAdd(a3, b0, c3_0);
            c3_1 = Vector512.FusedMultiplyAdd(a3, b1, c3_1);
            var a4 = Vector512.Create(from3[rowStride]);
            c4_0 = Vector512.FusedMultiplyAdd(a4, b0, c4_0);
            c4_1 = Vector512.FusedMultiplyAdd(a4, b1, c4_1);
            var a5 = Vector512.Create(from3[twice]);
            c5_0 = Vector512.FusedMultiplyAdd(a5, b0, c5_0);
            c5_1 = Vector512.FusedMultiplyAdd(a5, b1, c5_1);
            var a6 = Vector512.Create(from6[0]);
            c6_0 = Vector512.FusedMultiplyAdd(a6, b0, c6_0);
            c6_1 = Vector512.FusedMultiplyAdd(a6, b1, c6_1);
            var a7 = Vector512.Create(from6[rowStride]);
            c7_0 = Vector512.FusedMultiplyAdd(a7, b0, c7_0);
            c7_1 = Vector512.FusedMultiplyAdd(a7, b1, c7_1);
            var a8 = Vector512.Create(from6[twice]);
            c8_0 = Vector512.FusedMultiplyAdd(a8, b0, c8_0);
            c8_1 = Vector512.FusedMultiplyAdd(a8, b1, c8_1);
            var a9 = Vector512.Create(from9[0]);
            c9_0 = Vector512.FusedMultiplyAdd(a9, b0, c9_0);
            c9_1 = Vector512.FusedMultiplyAdd(a9, b1, c9_1);
            var a10 = Vector512.Create(from9[rowStride]);
            c10_0 = Vector512.FusedMultiplyAdd(a10, b0, c10_0);
            c10_1 = Vector512.FusedMultiplyAdd(a10, b1, c10_1);
            var a11 = Vector512.Create(from9[twice]);
            c11_0 = Vector512.FusedMultiplyAdd(a11, b0, c11_0);
            c11_1 = Vector512.FusedMultiplyAdd(a11, b1, c11_1);
            a += depthStride;
            from3 += depthStride;
            from6 += depthStride;
            from9 += depthStride;
            b += 16;
        }
        c0_0.Store(c);
        c0_1.Store(c + 16);
        c1_0.Store(c + stride);
        c1_1.Store(c + stride + 16);
        c2_0.Store(c + 2 * stride);
        c2_1.Store(c + 2 * stride + 16);
        c3_0.Store(c + 3 * stride);
        c3_1.Store(c + 3 * stride + 16);
        c4_0.Store(c + 4 * stride);
        c4_1.Store(c + 4 * stride + 16);
        c5_0.Store(c + 5 * stride);
        c5_1.Store(c + 5 * stride + 16);
        c6_0.Store(c + 6 * stride);
        c6_1.Store(c + 6 * stride + 16);
        c7_0.Store(c + 7 * stride);
        c7_1.Store(c + 7 * stride + 16);
        c8_0.Store(c + 8 * stride);
        c8_1.Store(c + 8 * stride + 16);
        c9_0.Store(c + 9 * stride);
        c9_1.Store(c + 9 * stride + 16);
        c10_0.Store(c + 10 * stride);
        c10_1.Store(c + 10 * stride + 16);
        c11_0.Store(c + 11 * stride);
        c11_1.Store(c + 11 * stride + 16);
    }

    /// <summary>6 x 16: 12 accumulators, two vectors of B, one of A: 15 of 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile256(float* a, nint rowStride, nint depthStride, float* b, int depth, float* c, nint stride, bool accumulate, float* ahead)
    {
        var c0_0 = Vector256<float>.Zero;
        var c0_1 = Vector256<float>.Zero;
        var c1_0 = Vector256<float>.Zero;
        var c1_1 = Vector256<float>.Zero;
        var c2_0 = Vector256<float>.Zero;
        var c2_1 = Vector256<float>.Zero;
        var c3_0 = Vector256<float>.Zero;
        var c3_1 = Vector256<float>.Zero;
        var c4_0 = Vector256<float>.Zero;
        var c4_1 = Vector256<float>.Zero;
        var c5_0 = Vector256<float>.Zero;
        var c5_1 = Vector256<float>.Zero;
        if (accumulate)
        {
            c0_0 = Vector256.Load(c);
            c0_1 = Vector256.Load(c + 8);
            c1_0 = Vector256.Load(c + stride);
            c1_1 = Vector256.Load(c + stride + 8);
            c2_0 = Vector256.Load(c + 2 * stride);
            c2_1 = Vector256.Load(c + 2 * stride + 8);
            c3_0 = Vector256.Load(c + 3 * stride);
            c3_1 = Vector256.Load(c + 3 * stride + 8);
            c4_0 = Vector256.Load(c + 4 * stride);
            c4_1 = Vector256.Load(c + 4 * stride + 8);
            c5_0 = Vector256.Load(c + 5 * stride);
            c5_1 = Vector256.Load(c + 5 * stride + 8);
        }
        var twice = 2 * rowStride;
        var from3 = a + 3 * rowStride;
        for (; depth > 0; depth -= 16, ahead += 16)
        {
            if (Sse.IsSupported) Sse.Prefetch1(ahead);
            for (var k = Math.Min(depth, 16); k > 0; k--)
            {
                var b0 = Vector256.Load(b);
                var b1 = Vector256.Load(b + 8);
                var a0 = Vector256.Create(a[0]);
                c0_0 = Vector256.FusedMultiplyAdd(a0, b0, c0_0);
                c0_1 = Vector256.FusedMultiplyAdd(a0, b1, c0_1);
                var a1 = Vector256.Create(a[rowStride]);
                c1_0 = Vector256.FusedMultiplyAdd(a1, b0, c1_0);
                c1_1 = Vector256.FusedMultiplyAdd(a1, b1, c1_1);
                var a2 = Vector256.Create(a[twice]);
                c2_0 = Vector256.FusedMultiplyAdd(a2, b0, c2_0);
                c2_1 = Vector256.FusedMultiplyAdd(a2, b1, c2_1);
                var a3 = Vector256.Create(from3[0]);
                c3_0 = Vector256.FusedMultiplyAdd(a3, b0, c3_0);
                c3_1 = Vector256.FusedMultiplyAdd(a3, b1, c3_1);
                var a4 = Vector256.Create(from3[rowStride]);
                c4_0 = Vector256.FusedMultiplyAdd(a4, b0, c4_0);
                c4_1 = Vector256.FusedMultiplyAdd(a4, b1, c4_1);
                var a5 = Vector256.Create(from3[twice]);
                c5_0 = Vector256.FusedMultiplyAdd(a5, b0, c5_0);
                c5_1 = Vector256.FusedMultiplyAdd(a5, b1, c5_1);
                a += depthStride;
                from3 += depthStride;
                b += 16;
            }
        }
        c0_0.Store(c);
        c0_1.Store(c + 8);
        c1_0.Store(c + stride);
        c1_1.Store(c + stride + 8);
        c2_0.Store(c + 2 * stride);
        c2_1.Store(c + 2 * stride + 8);
        c3_0.Store(c + 3 * stride);
        c3_1.Store(c + 3 * stride + 8);
        c4_0.Store(c + 4 * stride);
        c4_1.Store(c + 4 * stride + 8);
        c5_0.Store(c + 5 * stride);
        c5_1.Store(c + 5 * stride + 8);
    }

    /// <summary>4 x 8: 8 accumulators, two vectors of B, one of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile128(float* a, nint rowStride, nint depthStride, float* b, nint nextPanel, int depth, float* c, nint stride, bool accumulate)
    {
        var c0_0 = Vector128<float>.Zero;
        var c0_1 = Vector128<float>.Zero;
        var c1_0 = Vector128<float>.Zero;
        var c1_1 = Vector128<float>.Zero;
        var c2_0 = Vector128<float>.Zero;
        var c2_1 = Vector128<float>.Zero;
        var c3_0 = Vector128<float>.Zero;
        var c3_1 = Vector128<float>.Zero;
        if (accumulate)
        {
            c0_0 = Vector128.Load(c);
            c0_1 = Vector128.Load(c + 4);
            c1_0 = Vector128.Load(c + stride);
            c1_1 = Vector128.Load(c + stride + 4);
            c2_0 = Vector128.Load(c + 2 * stride);
            c2_1 = Vector128.Load(c + 2 * stride + 4);
            c3_0 = Vector128.Load(c + 3 * stride);
            c3_1 = Vector128.Load(c + 3 * stride + 4);
        }
        var (twice, thrice) = (2 * rowStride, 3 * rowStride);
        for (; depth > 0; depth--)
        {
            var b0 = Vector128.Load(b);
            var b1 = Vector128.Load(b + 4);
            var a0 = Vector128.Create(a[0]);
            c0_0 = Vector128.FusedMultiplyAdd(a0, b0, c0_0);
            c0_1 = Vector128.FusedMultiplyAdd(a0, b1, c0_1);
            var a1 = Vector128.Create(a[rowStride]);
            c1_0 = Vector128.FusedMultiplyAdd(a1, b0, c1_0);
            c1_1 = Vector128.FusedMultiplyAdd(a1, b1, c1_1);
            var a2 = Vector128.Create(a[twice]);
            c2_0 = Vector128.FusedMultiplyAdd(a2, b0, c2_0);
            c2_1 = Vector128.FusedMultiplyAdd(a2, b1, c2_1);
            var a3 = Vector128.Create(a[thrice]);
            c3_0 = Vector128.FusedMultiplyAdd(a3, b0, c3_0);
            c3_1 = Vector128.FusedMultiplyAdd(a3, b1, c3_1);
            a += depthStride;
            b += 16;
        }
        c0_0.Store(c);
        c0_1.Store(c + 4);
        c1_0.Store(c + stride);
        c1_1.Store(c + stride + 4);
        c2_0.Store(c + 2 * stride);
        c2_1.Store(c + 2 * stride + 4);
        c3_0.Store(c + 3 * stride);
        c3_1.Store(c + 3 * stride + 4);
    }
}
