using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace UserSegments.Numerics;

/// <summary>The right-hand side of a product, shape (inner, columns), laid out once for the kernels: weights that are used again and again.</summary>
/// <remarks>
/// Panels of 16 columns; within a panel the 16 values of one inner index lie side by side, 64-byte aligned, the last panel
/// filled up with zeros. Takes <c>inner * ceil(columns / 16) * 64</c> bytes. The layout is the same on every processor. Immutable for users of the library.
/// </remarks>
public sealed unsafe class PackedMatrix
{
    /// <summary>Columns of one panel.</summary>
    internal const int PanelWidth = 16;

    private readonly float[] storage;

    private PackedMatrix(int inner, int columns)
    {
        (Inner, Columns, Panels) = (inner, columns, Blocks.Count(columns, PanelWidth));
        storage = GC.AllocateUninitializedArray<float>(checked(Panels * PanelWidth * inner + PanelWidth), pinned: true);
        var address = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        Data = (float*)((address + 63) & ~(nint)63);
    }

    /// <summary>Rows of the right-hand side: columns of the left-hand side.</summary>
    public int Inner { get; }

    /// <summary>Columns of the right-hand side.</summary>
    public int Columns { get; }

    internal int Panels { get; }

    /// <summary>The first panel; valid as long as this object is.</summary>
    internal float* Data { get; }

    /// <summary>Packs B of the product <c>A B</c>.</summary>
    /// <param name="b">(inner, columns).</param>
    public static PackedMatrix Pack(Matrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        return Build(b.Values, b.Rows, b.Columns, transposed: false);
    }

    /// <summary>Packs B of the product <c>A Bᵀ</c>; linear layers are stored so.</summary>
    /// <param name="b">(columns, inner): one row for every column of the product.</param>
    public static PackedMatrix PackTransposed(Matrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        return Build(b.Values, b.Columns, b.Rows, transposed: true);
    }

    internal static PackedMatrix Build(float[] values, int inner, int columns, bool transposed)
    {
        var packed = new PackedMatrix(inner, columns);
        packed.Fill(values, transposed);
        return packed;
    }

    /// <summary>Packs other values of the same shape into the same memory: weights that change with every step of training.</summary>
    internal void Fill(float[] values, bool transposed)
    {
        var (inner, columns) = (Inner, Columns);
        Blocks.For(Panels, 8, (_, first, last) =>
        {
            fixed (float* source = values)
            {
                for (var panel = first; panel < last; panel++)
                {
                    var width = Math.Min(PanelWidth, columns - panel * PanelWidth);
                    var target = Data + (nint)panel * PanelWidth * inner;
                    if (transposed) PackPanelTransposed(source + (nint)panel * PanelWidth * inner, inner, width, inner, target);
                    else PackPanel(source + panel * PanelWidth, columns, width, inner, target);
                }
            }
        });
    }

    /// <summary>One panel out of a row-major (inner, stride) source.</summary>
    internal static void PackPanel(float* source, nint stride, int width, int inner, float* target)
    {
        for (var k = 0; k < inner; k++, source += stride, target += PanelWidth)
        {
            if (width == PanelWidth)
            {
                Vector256.Load(source).Store(target);
                Vector256.Load(source + 8).Store(target + 8);
                continue;
            }
            var row = new Span<float>(target, PanelWidth);
            new ReadOnlySpan<float>(source, width).CopyTo(row);
            row[width..].Clear();
        }
    }

    /// <summary>One panel out of a source whose rows are the columns of the panel.</summary>
    internal static void PackPanelTransposed(float* source, nint stride, int width, int inner, float* target)
    {
        if (width < PanelWidth) new Span<float>(target, PanelWidth * inner).Clear();
        var (j, whole) = (0, Avx.IsSupported ? inner & ~7 : 0);
        for (; j <= width - 8; j += 8, source += 8 * stride)
        {
            for (var k = 0; k < whole; k += 8) Transpose(source + k, stride, target + k * PanelWidth + j);
            for (var k = whole; k < inner; k++)
            {
                for (var row = 0; row < 8; row++) target[k * PanelWidth + j + row] = source[row * stride + k];
            }
        }
        for (; j < width; j++, source += stride)
        {
            for (var k = 0; k < inner; k++) target[k * PanelWidth + j] = source[k];
        }
    }

    /// <summary>8 x 8 values: pairs, then pairs of pairs, then halves change places.</summary>
    private static void Transpose(float* source, nint stride, float* target)
    {
        var (r0, r1, r2, r3) = (Vector256.Load(source), Vector256.Load(source + stride), Vector256.Load(source + 2 * stride), Vector256.Load(source + 3 * stride));
        source += 4 * stride;
        var (r4, r5, r6, r7) = (Vector256.Load(source), Vector256.Load(source + stride), Vector256.Load(source + 2 * stride), Vector256.Load(source + 3 * stride));
        var (a0, a1, a2, a3) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5, a6, a7) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1, b2, b3) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE), Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5, b6, b7) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE), Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + PanelWidth);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + 2 * PanelWidth);
        Avx.Permute2x128(b3, b7, 0x20).Store(target + 3 * PanelWidth);
        Avx.Permute2x128(b0, b4, 0x31).Store(target + 4 * PanelWidth);
        Avx.Permute2x128(b1, b5, 0x31).Store(target + 5 * PanelWidth);
        Avx.Permute2x128(b2, b6, 0x31).Store(target + 6 * PanelWidth);
        Avx.Permute2x128(b3, b7, 0x31).Store(target + 7 * PanelWidth);
    }
}
