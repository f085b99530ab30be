using System.Runtime.InteropServices;

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
            var row = new Span<float>(target, PanelWidth);
            new ReadOnlySpan<float>(source, width).CopyTo(row);
            row[width..].Clear();
        }
    }

    /// <summary>One panel out of a source whose rows are the columns of the panel.</summary>
    internal static void PackPanelTransposed(float* source, nint stride, int width, int inner, float* target)
    {
        if (width < PanelWidth) new Span<float>(target, PanelWidth * inner).Clear();
        for (var j = 0; j < width; j++, source += stride)
        {
            for (var k = 0; k < inner; k++) target[k * PanelWidth + j] = source[k];
        }
    }
}
