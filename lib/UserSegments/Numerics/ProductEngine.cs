using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>Cache blocking around the register tiles: C = A B for A in rows and B in panels, on one thread or cut into tasks.</summary>
/// <remarks>
/// A block of <see cref="RowBlock"/> rows and <see cref="DepthBlock"/> inner indices is packed into stripes (about 150 KB, the second cache);
/// one panel of B of that depth (24 KB) stays in the first cache while all stripes pass over it. Neither the blocks nor the tasks
/// change the order in which an element is summed, so any cut gives the same bits.
/// </remarks>
internal static unsafe class ProductEngine
{
    /// <summary>Rows of A in one block; a multiple of all tile heights.</summary>
    public const int RowBlock = 96;

    /// <summary>Inner indices in one block.</summary>
    public const int DepthBlock = 384;

    private const int ScratchValues = (RowBlock + 12) * DepthBlock + 12 * 32 + 32;
    private const long WorthATask = 1 << 20;

    [ThreadStatic]
    private static float[]? scratch;

    /// <summary>The product on the current thread.</summary>
    /// <param name="path">Which tiles.</param>
    /// <param name="a">(rows, b.Inner), rows <paramref name="aStride"/> apart.</param>
    /// <param name="aStride">Distance of the rows of A.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="panels">The panels of B, each (inner, 16).</param>
    /// <param name="inner">Columns of A.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="c">(rows, columns), rows <paramref name="cStride"/> apart.</param>
    /// <param name="cStride">Distance of the rows of C.</param>
    /// <param name="epilogue">What is done to finished strips.</param>
    /// <param name="firstRow">Row number of the first row, for the epilogue.</param>
    /// <param name="firstColumn">Column number of the first column, for the epilogue; a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEpilogue>(
        SimdPath path, float* a, nint aStride, int rows, float* panels, int inner, int columns, float* c, nint cStride,
        TEpilogue epilogue, int firstRow = 0, int firstColumn = 0)
        where TEpilogue : struct, IProductEpilogue
    {
        if (rows == 0 || columns == 0) return;
        var tileRows = ProductKernels.TileRows(path);
        var packed = Scratch();                                                  // stripes of (depth, tileRows)
        var corner = packed + (RowBlock + 12) * DepthBlock;                      // a tile that would leave C
        var strip = Math.Max(PackedMatrix.PanelWidth, ProductKernels.TileColumns(path));
        for (var row = 0; row < rows; row += RowBlock)
        {
            var blockRows = Math.Min(RowBlock, rows - row);
            var depthAt = 0;
            do
            {
                var depth = Math.Min(DepthBlock, inner - depthAt);
                PackStripes(a + row * aStride + depthAt, aStride, blockRows, depth, tileRows, packed);
                for (var column = 0; column < columns; column += strip)
                {
                    var stripColumns = Math.Min(strip, columns - column);
                    var panel = panels + (nint)column * inner + (nint)depthAt * PackedMatrix.PanelWidth;
                    var target = c + row * cStride + column;
                    Strip(path, packed, panel, inner, depth, target, cStride, blockRows, stripColumns, depthAt > 0, corner);
                    if (depthAt + depth >= inner) epilogue.Apply(target, cStride, firstRow + row, blockRows, firstColumn + column, stripColumns);
                }
                depthAt += depth;
            }
            while (depthAt < inner);
        }
    }

    /// <summary>The product over all threads of <see cref="Blocks"/>: rows are cut first, columns too where there are few rows.</summary>
    public static void RunParallel<TEpilogue>(SimdPath path, float* a, nint aStride, int rows, PackedMatrix b, float* c, nint cStride, TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue
    {
        var threads = (long)rows * b.Columns * b.Inner < WorthATask ? 1 : Blocks.Threads;
        var rowTasks = Blocks.Count(rows, RowBlock);
        var columnTasks = threads == 1 || rowTasks >= 4 * threads ? 1 : Math.Min(Blocks.Count(b.Panels, 4), Blocks.Count(4 * threads, Math.Max(1, rowTasks)));
        if (threads == 1 || rowTasks * columnTasks <= 1)
        {
            Run(path, a, aStride, rows, b.Data, b.Inner, b.Columns, c, cStride, epilogue);
            return;
        }
        var taskPanels = Blocks.Count(b.Panels, columnTasks);
        taskPanels += taskPanels & 1;                                            // the 512-bit tile takes panels in pairs
        columnTasks = Blocks.Count(b.Panels, taskPanels);
        Blocks.For(rowTasks * columnTasks, 1, (task, _, _) =>
        {
            var row = task / columnTasks * RowBlock;
            var column = task % columnTasks * taskPanels * PackedMatrix.PanelWidth;
            Run(
                path, a + row * aStride, aStride, Math.Min(RowBlock, rows - row), b.Data + (nint)column * b.Inner, b.Inner,
                Math.Min(taskPanels * PackedMatrix.PanelWidth, b.Columns - column), c + row * cStride + column, cStride, epilogue, row, column);
        });
    }

    /// <summary>All stripes over one or two panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip(
        SimdPath path, float* stripes, float* panel, int inner, int depth, float* c, nint stride, int rows, int columns, bool accumulate, float* corner)
    {
        var (tileRows, tileColumns) = (ProductKernels.TileRows(path), ProductKernels.TileColumns(path));
        for (var column = 0; column < columns; column += tileColumns)
        {
            // A narrow tile lies within one panel; a wide one spans two, the second of which may not exist.
            var b = panel + column;
            var width = Math.Min(tileColumns, columns - column);
            var nextPanel = width > PackedMatrix.PanelWidth ? (nint)inner * PackedMatrix.PanelWidth : 0;
            for (var row = 0; row < rows; row += tileRows)
            {
                var height = Math.Min(tileRows, rows - row);
                var tile = c + row * stride + column;
                if (height == tileRows && width == tileColumns)
                {
                    ProductKernels.Tile(path, stripes + row * depth, b, nextPanel, depth, tile, stride, accumulate);
                    continue;
                }
                if (accumulate) Copy(tile, stride, corner, tileColumns, height, width);
                ProductKernels.Tile(path, stripes + row * depth, b, nextPanel, depth, corner, tileColumns, accumulate);
                Copy(corner, tileColumns, tile, stride, height, width);
            }
        }
    }

    /// <summary>Rows of A into stripes of <paramref name="tileRows"/> rows, inner index first; rows that do not exist become zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackStripes(float* a, nint stride, int rows, int depth, int tileRows, float* packed)
    {
        for (var row = 0; row < rows; row += tileRows, packed += tileRows * depth)
        {
            var height = Math.Min(tileRows, rows - row);
            for (var i = 0; i < tileRows; i++)
            {
                var target = packed + i;
                var source = a + (row + i) * stride;
                if (i < height)
                {
                    for (var k = 0; k < depth; k++, target += tileRows) *target = source[k];
                }
                else
                {
                    for (var k = 0; k < depth; k++, target += tileRows) *target = 0;
                }
            }
        }
    }

    private static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
            new ReadOnlySpan<float>(source + i * sourceStride, columns).CopyTo(new Span<float>(target + i * targetStride, columns));
    }

    private static float* Scratch()
    {
        scratch ??= GC.AllocateUninitializedArray<float>(ScratchValues, pinned: true);
        return (float*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(scratch, 0) + 63) & ~(nint)63);
    }
}
