using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace UserSegments.Numerics;

/// <summary>The product of single-precision rows, each turned into 7-bit integers with a scale and a zero point of its own, with 8-bit weights.</summary>
/// <remarks>
/// Activations take 7 bits so that a pair of products fits 16 bits (127 * 127 * 2 &lt; 2^15) and nothing saturates where the processor has no
/// VNNI; sums are exact 32-bit integers, so all instruction sets give the same bits. Lane l of a vector holds column l of half a panel.
/// </remarks>
internal static unsafe class Int8Engine
{
    private const int TileRows = 4;

    [ThreadStatic]
    private static byte[]? scratch;

    /// <summary>C = A B on the current thread.</summary>
    /// <param name="a">(rows, b.Inner), rows <paramref name="aStride"/> apart.</param>
    /// <param name="aStride">Distance of the rows of A.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="b">The weights.</param>
    /// <param name="c">(rows, b.Columns), rows <paramref name="cStride"/> apart.</param>
    /// <param name="cStride">Distance of the rows of C.</param>
    /// <param name="epilogue">What is done to finished tiles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEpilogue>(float* a, nint aStride, int rows, Int8Matrix b, float* c, nint cStride, TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue
    {
        const int Block = ProductEngine.RowBlock;
        var stripeBytes = b.Groups * 4 * TileRows;
        scratch = scratch is { } held && held.Length >= Block / TileRows * stripeBytes + 64 ? held : GC.AllocateUninitializedArray<byte>(Block / TileRows * stripeBytes + 64, pinned: true);
        var packed = (byte*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(scratch, 0) + 63) & ~(nint)63);
        float* scales = stackalloc float[Block];
        int* zeros = stackalloc int[Block];
        float* corner = stackalloc float[TileRows * Int8Matrix.PanelWidth];
        fixed (float* columnScales = b.Scales)
        fixed (int* columnSums = b.Sums)
        {
            for (var row = 0; row < rows; row += Block)
            {
                var blockRows = Math.Min(Block, rows - row);
                for (var i = 0; i < (blockRows + TileRows - 1) / TileRows * TileRows; i++)
                {
                    var stripe = packed + i / TileRows * stripeBytes + i % TileRows * 4;
                    if (i < blockRows) QuantizeRow(a + (row + i) * aStride, b.Inner, b.Groups, stripe, out scales[i], out zeros[i]);
                    else (scales[i], zeros[i]) = (0, 0);
                }
                for (var column = 0; column < b.Columns; column += Int8Matrix.PanelWidth)
                {
                    var width = Math.Min(Int8Matrix.PanelWidth, b.Columns - column);
                    var panel = b.Data + (nint)(column / Int8Matrix.PanelWidth) * b.Groups * 64;
                    var target = c + row * cStride + column;
                    for (var i = 0; i < blockRows; i += TileRows)
                    {
                        var height = Math.Min(TileRows, blockRows - i);
                        var whole = height == TileRows && width == Int8Matrix.PanelWidth;
                        var tile = whole ? target + i * cStride : corner;
                        Tile(packed + i / TileRows * stripeBytes, panel, b.Groups, scales + i, zeros + i, columnScales + column, columnSums + column, tile, whole ? cStride : Int8Matrix.PanelWidth);
                        for (var r = 0; r < height && !whole; r++)
                            new ReadOnlySpan<float>(corner + r * Int8Matrix.PanelWidth, width).CopyTo(new Span<float>(target + (i + r) * cStride, width));
                        epilogue.Apply(target + i * cStride, cStride, row + i, height, column, width);
                    }
                }
            }
        }
    }

    /// <summary>Adds, in every 32-bit lane, four products of unsigned and signed bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<int> Dot4(Vector256<int> sum, Vector256<byte> a, Vector256<sbyte> b)
    {
        if (AvxVnni.IsSupported) return AvxVnni.MultiplyWideningAndAdd(sum, a, b);
        if (Avx2.IsSupported) return sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(a, b), Vector256<short>.One);
        return Dot4Portable(sum, a, b);
    }

    /// <summary>The same without a special instruction.</summary>
    internal static Vector256<int> Dot4Portable(Vector256<int> sum, Vector256<byte> a, Vector256<sbyte> b)
    {
        var (x, y) = (a.AsInt16(), b.AsInt16());
        var even = (x & Vector256.Create((short)0xFF)) * Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(y, 8), 8);
        var pairs = (even + Vector256.ShiftRightLogical(x, 8) * Vector256.ShiftRightArithmetic(y, 8)).AsInt32();
        return sum + Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs, 16), 16) + Vector256.ShiftRightArithmetic(pairs, 16);
    }

    /// <summary>One row as integers 0 .. 127: <c>x = scale (q - zero)</c>; zero itself is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void QuantizeRow(float* x, int n, int groups, byte* target, out float scale, out int zero)
    {
        var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var j = 0;
        for (; j <= n - 8; j += 8)
        {
            var v = Vector256.Load(x + j);
            (low, high) = (Vector256.Min(low, v), Vector256.Max(high, v));
        }
        var (least, most) = (0f, 0f);
        for (var lane = 0; lane < 8; lane++) (least, most) = (MathF.Min(least, low[lane]), MathF.Max(most, high[lane]));
        for (; j < n; j++) (least, most) = (MathF.Min(least, x[j]), MathF.Max(most, x[j]));
        scale = (most - least) / 127;
        var inverse = scale > 0 ? 1 / scale : 0;
        zero = (int)MathF.Round(-least * inverse);
        var (factor, shift) = (Vector256.Create(inverse), Vector256.Create(zero + 0.5f));
        for (j = 0; j <= n - 8; j += 8)
        {
            var q = Vector256.ConvertToInt32(Vector256.FusedMultiplyAdd(Vector256.Load(x + j), factor, shift));
            q = Vector256.Min(Vector256.Max(q, Vector256<int>.Zero), Vector256.Create(127));
            var words = Vector128.Narrow(q.GetLower(), q.GetUpper());
            var bytes = Vector128.Narrow(words, words).AsUInt32();
            *(uint*)(target + j / 4 * 16) = bytes[0];
            *(uint*)(target + (j / 4 + 1) * 16) = bytes[1];
        }
        for (; j < 4 * groups; j++) target[j / 4 * 16 + j % 4] = j < n ? (byte)Math.Clamp((int)MathF.FusedMultiplyAdd(x[j], inverse, zero + 0.5f), 0, 127) : (byte)0;
    }

    /// <summary>4 x 16: 8 sums, two vectors of B, one of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(byte* a, sbyte* b, int groups, float* rowScales, int* zeros, float* columnScales, int* columnSums, float* c, nint stride)
    {
        Vector256<int> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (; groups > 0; groups--, a += 16, b += 64)
        {
            var (b0, b1) = (Vector256.Load(b), Vector256.Load(b + 32));
            var a0 = Vector256.Create(*(int*)a).AsByte();
            (c00, c01) = (Dot4(c00, a0, b0), Dot4(c01, a0, b1));
            var a1 = Vector256.Create(*(int*)(a + 4)).AsByte();
            (c10, c11) = (Dot4(c10, a1, b0), Dot4(c11, a1, b1));
            var a2 = Vector256.Create(*(int*)(a + 8)).AsByte();
            (c20, c21) = (Dot4(c20, a2, b0), Dot4(c21, a2, b1));
            var a3 = Vector256.Create(*(int*)(a + 12)).AsByte();
            (c30, c31) = (Dot4(c30, a3, b0), Dot4(c31, a3, b1));
        }
        Store(c00, c01, zeros[0], rowScales[0], columnScales, columnSums, c);
        Store(c10, c11, zeros[1], rowScales[1], columnScales, columnSums, c + stride);
        Store(c20, c21, zeros[2], rowScales[2], columnScales, columnSums, c + 2 * stride);
        Store(c30, c31, zeros[3], rowScales[3], columnScales, columnSums, c + 3 * stride);
    }

    /// <summary>Sums of one row and 16 columns as numbers: <c>scale (sum - zero * column sum)</c>. Inlined: a call would spill the sums in the loop before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> left, Vector256<int> right, int zero, float scale, float* columnScales, int* columnSums, float* c)
    {
        var (offset, factor) = (Vector256.Create(zero), Vector256.Create(scale));
        (Vector256.ConvertToSingle(left - offset * Vector256.Load(columnSums)) * (Vector256.Load(columnScales) * factor)).Store(c);
        (Vector256.ConvertToSingle(right - offset * Vector256.Load(columnSums + 8)) * (Vector256.Load(columnScales + 8) * factor)).Store(c + 8);
    }
}
