using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>The rows of a matrix laid out for many dot products against them, in single precision.</summary>
/// <remarks>
/// Sixteen rows make a panel in which the values of one column lie side by side, so that a tile of 6 x 16 dot products keeps its
/// sums in twelve registers (the layout of <see cref="PackedMatrix"/>). Rows on the left are read where they lie: for few packed rows that beats
/// packing them too, as <see cref="ProductEngine"/> does; where vectors have 512 bits the engine's tile is used. Every dot product is one chain of fused multiply-adds over the columns in order: the bits do not
/// depend on how rows fall into tiles or on threads. One thread; callers cut the work into blocks.
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
        if (Simd.Chosen == SimdPath.Avx512)
        {
            fixed (float* a = rows, b = &storage[first], c = products)
                ProductEngine.Run(SimdPath.Avx512, a, Columns, m, b, Columns, Count, c, stride, default(NoEpilogue));
            return;
        }
        for (var panel = 0; panel < stride; panel += Width)
        {
            ref var b = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(storage), first + ((nint)panel * Columns));
            var i = 0;
            for (; i + 6 <= m; i += 6)
            {
                Six(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), (nint)i * Columns), ref b, Columns,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(products), ((nint)i * stride) + panel), stride);
            }
            for (; i < m; i++)
            {
                One(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), (nint)i * Columns), ref b, Columns,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(products), ((nint)i * stride) + panel));
            }
        }
    }

    // c[r, h] holds the sums of row r against packed rows 8h .. 8h + 7, one a lane.
    private static void Six(ref float a, ref float b, int columns, ref float c, int stride)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        ref var a1 = ref Unsafe.Add(ref a, columns);
        ref var a2 = ref Unsafe.Add(ref a1, columns);
        ref var a3 = ref Unsafe.Add(ref a2, columns);
        ref var a4 = ref Unsafe.Add(ref a3, columns);
        ref var a5 = ref Unsafe.Add(ref a4, columns);
        for (nint t = 0; t < columns; t++)
        {
            var b0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, t * Width));
            var b1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, (t * Width) + 8));
            var x = Vector256.Create(Unsafe.Add(ref a, t));
            c00 = Vector256.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(x, b1, c01);
            x = Vector256.Create(Unsafe.Add(ref a1, t));
            c10 = Vector256.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(x, b1, c11);
            x = Vector256.Create(Unsafe.Add(ref a2, t));
            c20 = Vector256.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(x, b1, c21);
            x = Vector256.Create(Unsafe.Add(ref a3, t));
            c30 = Vector256.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(x, b1, c31);
            x = Vector256.Create(Unsafe.Add(ref a4, t));
            c40 = Vector256.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(x, b1, c41);
            x = Vector256.Create(Unsafe.Add(ref a5, t));
            c50 = Vector256.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(x, b1, c51);
        }
        Store(c00, c01, ref c);
        Store(c10, c11, ref Unsafe.Add(ref c, stride));
        Store(c20, c21, ref Unsafe.Add(ref c, 2 * (nint)stride));
        Store(c30, c31, ref Unsafe.Add(ref c, 3 * (nint)stride));
        Store(c40, c41, ref Unsafe.Add(ref c, 4 * (nint)stride));
        Store(c50, c51, ref Unsafe.Add(ref c, 5 * (nint)stride));
    }

    private static void One(ref float a, ref float b, int columns, ref float c)
    {
        Vector256<float> c0 = default, c1 = default;
        for (nint t = 0; t < columns; t++)
        {
            var x = Vector256.Create(Unsafe.Add(ref a, t));
            c0 = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref Unsafe.Add(ref b, t * Width)), c0);
            c1 = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref Unsafe.Add(ref b, (t * Width) + 8)), c1);
        }
        Store(c0, c1, ref c);
    }

    private static void Store(Vector256<float> low, Vector256<float> high, ref float c)
    {
        low.StoreUnsafe(ref c);
        high.StoreUnsafe(ref Unsafe.Add(ref c, 8));
    }
}
