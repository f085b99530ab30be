using System.Buffers;
using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>A block of rows without the columns' means, laid out so that the products of its columns with each other are register tiles.</summary>
/// <remarks>
/// Panels of 16 columns, row after row, as <see cref="PackedMatrix"/> has them; an even number of them, filled up with zeros. The left-hand side of a
/// strip is cut out of the same panels. Every product is one chain of fused multiply-adds over the rows in order, on every path.
/// </remarks>
internal sealed unsafe class CentredPanels
{
    /// <summary>Columns of one strip of the result: whole panels, and whole tiles of 4, 6 and 12.</summary>
    public const int Strip = 3 * PackedMatrix.PanelWidth;

    private const int Width = PackedMatrix.PanelWidth;
    private readonly float[] storage;
    private readonly int rows;

    public CentredPanels(Matrix points, ReadOnlySpan<float> mean, int first, int rows)
    {
        this.rows = rows;
        var panels = Blocks.Count(points.Columns, Width);
        Stride = (panels + (panels & 1)) * Width;
        storage = new float[Stride * rows];
        for (var i = 0; i < rows; i++)
        {
            var row = points.Row(first + i);
            for (var column = 0; column < row.Length; column += Width)
            {
                var width = Math.Min(Width, row.Length - column);
                TensorPrimitives.Subtract(row.Slice(column, width), mean.Slice(column, width), storage.AsSpan((column * rows) + (i * Width), width));
            }
        }
    }

    /// <summary>Distance of the rows of products: the columns, rounded up to pairs of panels.</summary>
    public int Stride { get; }

    /// <summary>Products of columns start .. start + <see cref="Strip"/> - 1 with all columns up to themselves, shape (strip, stride); what lies past that means nothing.</summary>
    /// <param name="start">A multiple of <see cref="Strip"/>.</param>
    /// <param name="products">Overwritten.</param>
    public void Multiply(int start, Span<float> products)
    {
        var path = Simd.Chosen;
        var (tileRows, tileColumns) = (ProductKernels.TileRows(path), ProductKernels.TileColumns(path));
        var columns = Math.Min(Stride, start + Strip);
        var stripes = ArrayPool<float>.Shared.Rent(Strip * rows);
        CutStripes(start, tileRows, stripes);
        fixed (float* left = stripes, right = storage, target = products)
        {
            for (var column = 0; column < columns; column += tileColumns)
            {
                var panel = right + ((nint)(column / Width) * Width * rows) + (column % Width);
                for (var i = 0; i < Strip; i += tileRows)
                    ProductKernels.Tile(path, left + (i * rows), 1, tileRows, panel, (nint)rows * Width, rows, target + ((nint)i * Stride) + column, Stride, accumulate: false, panel + ((nint)rows * Width) + (i / tileRows * rows));
            }
        }
        ArrayPool<float>.Shared.Return(stripes);
    }

    /// <summary>Adds the sums of columns start, start + 1, ... row by row.</summary>
    public void AddColumnSums(int start, Span<double> sums)
    {
        for (var column = 0; column < sums.Length; column += Width)
        {
            var width = Math.Min(Width, sums.Length - column);
            var panel = storage.AsSpan((start + column) * rows);
            for (var i = 0; i < rows; i++) WideSums.Add(panel.Slice(i * Width, width), sums.Slice(column, width));
        }
    }

    // Stripe q holds columns start + q * tileRows + 0, 1, ... of the first row, then of the second, ...; columns past the panels are zeros.
    private void CutStripes(int start, int tileRows, float[] stripes)
    {
        Span<float> across = stackalloc float[Strip];
        for (var i = 0; i < rows; i++)
        {
            for (var panel = 0; panel < Strip; panel += Width)
            {
                var part = across.Slice(panel, Width);
                if (start + panel < Stride) storage.AsSpan(((start + panel) * rows) + (i * Width), Width).CopyTo(part);
                else part.Clear();
            }
            for (var q = 0; q < Strip; q += tileRows)
                across.Slice(q, tileRows).CopyTo(stripes.AsSpan((q * rows) + (i * tileRows), tileRows));
        }
    }
}
