using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary><c>C (+)= Aᵀ B</c> for row-major A (inner, rows) and B (inner, columns): what the gradient of a weight is made of.</summary>
/// <remarks>
/// A needs no transposing: the values of one inner index lie side by side already, as the register tiles want them. Every element is
/// one chain of fused multiply-adds in ascending inner index (begun by what C holds when accumulating), so the bits depend neither on
/// the threads nor on the instruction set.
/// </remarks>
internal static unsafe class TransposedProduct
{
    private const int RowBlock = 96;
    private const int DepthBlock = 384;
    private const int ScratchValues = (RowBlock + 12) * DepthBlock + 12 * 32 + 16;

    [ThreadStatic]
    private static float[]? scratch;

    /// <summary>On all threads; B is packed here.</summary>
    /// <param name="a">(inner, rows), rows of it <paramref name="aStride"/> apart.</param>
    /// <param name="aStride">Distance of the rows of A.</param>
    /// <param name="inner">Rows of A and B.</param>
    /// <param name="rows">Columns of A, rows of C.</param>
    /// <param name="b">(inner, columns), rows <paramref name="bStride"/> apart.</param>
    /// <param name="bStride">Distance of the rows of B.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="c">(rows, columns), close together.</param>
    /// <param name="accumulate">Whether the product is added to C.</param>
    /// <param name="panels">Room for the packed B; grown as needed.</param>
    public static void RunParallel(
        float* a, nint aStride, int inner, int rows, float* b, nint bStride, int columns, float* c, bool accumulate, PinnedBuffer panels)
    {
        var panelCount = Blocks.Count(columns, PackedMatrix.PanelWidth);
        var packed = panels.Reserve(panelCount * PackedMatrix.PanelWidth * inner);
        Blocks.For(panelCount, 4, (_, first, last) =>
        {
            for (var panel = first; panel < last; panel++)
            {
                var width = Math.Min(PackedMatrix.PanelWidth, columns - panel * PackedMatrix.PanelWidth);
                PackedMatrix.PackPanel(b + panel * PackedMatrix.PanelWidth, bStride, width, inner, packed + (nint)panel * PackedMatrix.PanelWidth * inner);
            }
        });
        var rowTasks = Blocks.Count(rows, RowBlock);
        var taskPanels = rowTasks >= 8 ? panelCount : Math.Max(2, Blocks.Count(panelCount, Blocks.Count(16, rowTasks)));
        taskPanels += taskPanels & 1;
        var columnTasks = Blocks.Count(panelCount, taskPanels);
        Blocks.For(rowTasks * columnTasks, 1, (task, _, _) =>
        {
            var row = task / columnTasks * RowBlock;
            var column = task % columnTasks * taskPanels * PackedMatrix.PanelWidth;
            Run(
                a + row, aStride, inner, Math.Min(RowBlock, rows - row), packed + (nint)column * inner,
                Math.Min(taskPanels * PackedMatrix.PanelWidth, columns - column), c + (nint)row * columns + column, columns, accumulate);
        });
    }

    /// <summary>On the current thread, for B packed in panels of 16 columns, each (inner, 16).</summary>
    public static void Run(float* a, nint aStride, int inner, int rows, float* panels, int columns, float* c, nint cStride, bool accumulate)
    {
        var path = Simd.Chosen;
        var (tileRows, tileColumns) = (ProductKernels.TileRows(path), ProductKernels.TileColumns(path));
        var stripes = Scratch();
        var corner = stripes + (RowBlock + 12) * DepthBlock;
        for (var row = 0; row < rows; row += RowBlock)
        {
            var blockRows = Math.Min(RowBlock, rows - row);
            for (var depthAt = 0; depthAt < inner; depthAt += DepthBlock)
            {
                var depth = Math.Min(DepthBlock, inner - depthAt);
                PackStripes(a + depthAt * aStride + row, aStride, blockRows, depth, tileRows, stripes);
                for (var column = 0; column < columns; column += tileColumns)
                {
                    var width = Math.Min(tileColumns, columns - column);
                    var panel = column / PackedMatrix.PanelWidth;
                    var b = panels + (nint)panel * PackedMatrix.PanelWidth * inner + (nint)depthAt * PackedMatrix.PanelWidth + column % PackedMatrix.PanelWidth;
                    var nextPanel = width > PackedMatrix.PanelWidth ? (nint)inner * PackedMatrix.PanelWidth : 0;
                    var add = accumulate || depthAt > 0;
                    for (var i = 0; i < blockRows; i += tileRows)
                    {
                        var height = Math.Min(tileRows, blockRows - i);
                        var tile = c + (row + i) * cStride + column;
                        var ahead = b + (nint)inner * PackedMatrix.PanelWidth + i / tileRows * depth;
                        if (height == tileRows && width == tileColumns)
                        {
                            ProductKernels.Tile(path, stripes + i * depth, 1, tileRows, b, nextPanel, depth, tile, cStride, add, ahead);
                            continue;
                        }
                        if (add) Copy(tile, cStride, corner, tileColumns, height, width);
                        ProductKernels.Tile(path, stripes + i * depth, 1, tileRows, b, nextPanel, depth, corner, tileColumns, add, ahead);
                        Copy(corner, tileColumns, tile, cStride, height, width);
                    }
                }
            }
        }
    }

    /// <summary>Columns of A into stripes of <paramref name="tileRows"/>, inner index first; what does not exist becomes zeros.</summary>
    private static void PackStripes(float* a, nint stride, int rows, int depth, int tileRows, float* packed)
    {
        for (var row = 0; row < rows; row += tileRows)
        {
            var height = Math.Min(tileRows, rows - row);
            var source = a + row;
            for (var k = 0; k < depth; k++, source += stride, packed += tileRows)
            {
                for (var i = 0; i < height; i++) packed[i] = source[i];
                for (var i = height; i < tileRows; i++) packed[i] = 0;
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
