using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>The rows of a matrix laid out for many dot products against them, in single precision.</summary>
/// <remarks>
/// The layout is that of <see cref="PackedMatrix"/>, the product <see cref="ProductEngine"/>'s: one chain of fused multiply-adds over the columns in order, so the
/// bits do not depend on how rows fall into tiles or on threads. One thread; callers cut the work into blocks.
/// </remarks>
internal sealed unsafe class PackedRows
{
    private const int Width = PackedMatrix.PanelWidth;
    private readonly float[] storage;
    private readonly int first;                 // where the panels begin: a 64-byte border

    /// <summary>Packs rows first .. first + count - 1 of a matrix.</summary>
    public PackedRows(Matrix rows, int first, int count)
        : this(rows.RowBlock(first, count), count, rows.Columns)
    {
    }

    public PackedRows(Matrix rows)
        : this(rows, 0, rows.Rows)
    {
    }

    public PackedRows(ReadOnlySpan<float> rows, int count, int columns)
    {
        (Count, Columns) = (count, columns);
        storage = GC.AllocateUninitializedArray<float>((Blocks.Count(count, Width) * Width * columns) + Width, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        first = (int)((((address + 63) & ~(nint)63) - address) / sizeof(float));
        fixed (float* source = rows)
        {
            for (var panel = 0; panel < count; panel += Width)
            {
                fixed (float* target = &storage[first + (panel * columns)])
                    PackedMatrix.PackPanelTransposed(source + ((nint)panel * columns), columns, Math.Min(Width, count - panel), columns, target);
            }
        }
    }

    /// <summary>Number of packed rows.</summary>
    public int Count { get; }

    /// <summary>Length of each row.</summary>
    public int Columns { get; }

    /// <summary>Length that <see cref="Multiply"/> needs of a row of products: <see cref="Count"/> rounded up to whole panels.</summary>
    public int Stride => (Count + Width - 1) / Width * Width;

    /// <summary>Dot products of (m, columns) rows with every packed row, shape (m, stride); what lies past <see cref="Count"/> means nothing.</summary>
    public void Multiply(ReadOnlySpan<float> rows, int m, Span<float> products)
    {
        var stride = Stride;
        if (rows.Length < m * Columns || products.Length < m * stride) throw new ArgumentException($"rows holds {rows.Length} values and products {products.Length}, expected {m * Columns} and {m * stride}.");
        if (m == 0 || Count == 0) return;
        fixed (float* a = rows, b = &storage[first], c = products)
            ProductEngine.Run(Simd.Chosen, a, Columns, m, b, Columns, stride, c, stride, default(NoEpilogue));
    }
}
