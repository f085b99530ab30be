using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>Cache blocking around the register tiles: C = A B for A in rows and B in panels, on one thread or cut into tasks.</summary>
/// <remarks>
/// A block of <see cref="RowBlock"/> rows and <see cref="DepthBlock"/> inner indices of A (about 150 KB) stays in the second cache; one panel of B of
/// that depth (24 KB) stays in the first while the whole block passes over it, and every tile brings its share of the next panel nearer. A is read where it lies: its rows are streams of their own, and
/// only rows too few for a tile are copied. Neither the blocks nor the tasks change the order in which an element is summed, so any cut
/// gives the same bits.
/// </remarks>
internal static unsafe class ProductEngine
{
    /// <summary>Rows of A in one block; a multiple of all tile heights, and of the 256-bit tile sixteen times as much: as many as its shares make a panel.</summary>
    public const int RowBlock = 96;

    /// <summary>Inner indices in one block.</summary>
    public const int DepthBlock = 384;

    private const int ScratchValues = 12 * DepthBlock + 12 * 32 + 16;
    private const long WorthATask = 1 << 20;

    [ThreadStatic]
    private static float[]? scratch;

    /// <summary>Distance of rows that are worked on together: an odd number of cache lines, so that they do not crowd into a few sets of the cache.</summary>
    public static int Spread(int width) => (((width + 15) / 16) | 1) * 16;

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
    /// <param name="epilogue">What is done to finished tiles.</param>
    /// <param name="firstRow">Row number of the first row, for the epilogue.</param>
    /// <param name="firstColumn">Column number of the first column, for the epilogue; a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEpilogue>(
        SimdPath path, float* a, nint aStride, int rows, float* panels, int inner, int columns, float* c, nint cStride,
        TEpilogue epilogue, int firstRow = 0, int firstColumn = 0)
        where TEpilogue : struct, IProductEpilogue
    {
        if (rows == 0 || columns == 0) return;
        var (tileRows, tileColumns) = (ProductKernels.TileRows(path), ProductKernels.TileColumns(path));
        var tail = Scratch();                                                    // (tileRows, depth): rows too few for a tile, and zeros
        var corner = tail + 12 * DepthBlock;                                     // a tile that would leave C
        for (var row = 0; row < rows; row += RowBlock)
        {
            var blockRows = Math.Min(RowBlock, rows - row);
            var depthAt = 0;
            do
            {
                var depth = Math.Min(DepthBlock, inner - depthAt);
                var block = a + row * aStride + depthAt;
                var whole = blockRows - blockRows % tileRows;
                CopyTail(block + whole * aStride, aStride, blockRows - whole, depth, tileRows, tail);
                for (var column = 0; column < columns; column += tileColumns)
                {
                    // A narrow tile lies within one panel; a wide one spans two, the second of which may not exist.
                    var (panel, width) = (column / PackedMatrix.PanelWidth * PackedMatrix.PanelWidth, Math.Min(tileColumns, columns - column));
                    var b = panels + (nint)panel * inner + (nint)depthAt * PackedMatrix.PanelWidth + (column - panel);
                    var nextPanel = width > PackedMatrix.PanelWidth ? (nint)inner * PackedMatrix.PanelWidth : 0;
                    for (var i = 0; i < blockRows; i += tileRows)
                    {
                        var height = Math.Min(tileRows, blockRows - i);
                        var source = height == tileRows ? block + i * aStride : tail;
                        var sourceStride = height == tileRows ? aStride : depth;
                        var tile = c + (row + i) * cStride + column;
                        var ahead = b + (nint)inner * PackedMatrix.PanelWidth + i / tileRows * depth;
                        if (height == tileRows && width == tileColumns)
                        {
                            ProductKernels.Tile(path, source, sourceStride, 1, b, nextPanel, depth, tile, cStride, depthAt > 0, ahead);
                        }
                        else
                        {
                            if (depthAt > 0) Copy(tile, cStride, corner, tileColumns, height, width);
                            ProductKernels.Tile(path, source, sourceStride, 1, b, nextPanel, depth, corner, tileColumns, depthAt > 0, ahead);
                            Copy(corner, tileColumns, tile, cStride, height, width);
                        }
                        if (depthAt + depth >= inner) epilogue.Apply(tile, cStride, firstRow + row + i, height, firstColumn + column, width);
                    }
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

    /// <summary>The last rows of a block, and zeros up to a whole tile.</summary>
    private static void CopyTail(float* a, nint stride, int rows, int depth, int tileRows, float* tail)
    {
        if (rows == 0) return;
        for (var i = 0; i < rows; i++) new ReadOnlySpan<float>(a + i * stride, depth).CopyTo(new Span<float>(tail + i * depth, depth));
        new Span<float>(tail + rows * depth, (tileRows - rows) * depth).Clear();
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
