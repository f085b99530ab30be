namespace UserSegments.Numerics;

/// <summary>Rows in an order that keeps neighbours together, cut into tiles with their bounding boxes and packed for products.</summary>
/// <remarks>
/// The order comes from halving at the median of the widest column until a part fits a tile. Two tiles whose boxes lie farther apart than a radius
/// hold no neighbours: they are passed over. In few dimensions that leaves few pairs of tiles; in many it costs next to nothing. O(n d) memory.
/// </remarks>
internal sealed class RowTiles
{
    public const int Size = 240;
    private readonly float[] low, high;     // (tiles, d) corners of the boxes

    public RowTiles(Matrix points)
    {
        var columns = points.Columns;
        Order = new int[points.Rows];
        for (var i = 0; i < Order.Length; i++) Order[i] = i;
        Count = Blocks.Count(points.Rows, Size);
        Split(points, 0, points.Rows);
        var mean = Euclid.MeansOrZero(points);
        Rows = Euclid.Centred(points.SelectRows(Order), mean);
        Norms = Euclid.SquaredNorms(Rows);
        LargestNorm = Norms.Length == 0 ? 0 : Norms.Max();
        (low, high, Packed) = (new float[Count * columns], new float[Count * columns], new PackedRows[Count]);
        Blocks.For(Count, 1, (tile, _, _) =>
        {
            var (boxLow, boxHigh) = (low.AsMemory(tile * columns, columns), high.AsMemory(tile * columns, columns));
            boxLow.Span.Fill(float.PositiveInfinity);
            boxHigh.Span.Fill(float.NegativeInfinity);
            for (var i = First(tile); i < First(tile) + RowsOf(tile); i++)
            {
                System.Numerics.Tensors.TensorPrimitives.Min(boxLow.Span, Rows.Row(i), boxLow.Span);
                System.Numerics.Tensors.TensorPrimitives.Max(boxHigh.Span, Rows.Row(i), boxHigh.Span);
            }
            Packed[tile] = new PackedRows(Rows, First(tile), RowsOf(tile));
        });
    }

    /// <summary>Original number of each row of the order.</summary>
    public int[] Order { get; }

    /// <summary>The rows in this order, centred.</summary>
    public Matrix Rows { get; }

    public float[] Norms { get; }

    public float LargestNorm { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    public PackedRows[] Packed { get; }

    /// <summary>A bound of the rounding of <c>|x|^2 + |y|^2 - 2xy</c> for a row of squared length <paramref name="norm"/>.</summary>
    public float Slack(float norm) => (Rows.Columns + 8) * 6e-8f * (norm + LargestNorm);

    public static int First(int tile) => tile * Size;

    public int RowsOf(int tile) => Math.Min(Size, Rows.Rows - First(tile));

    /// <summary>A lower bound of the squared distance of any two rows of two tiles.</summary>
    public double SquaredGap(int a, int b)
    {
        var (columns, sum) = (Rows.Columns, 0.0);
        for (var t = 0; t < columns; t++)
        {
            var gap = Math.Max(low[(a * columns) + t] - high[(b * columns) + t], low[(b * columns) + t] - high[(a * columns) + t]);
            if (gap > 0) sum += (double)gap * gap;
        }
        return sum * (1 - 1e-5);
    }

    // Cuts fall on whole tiles, so every tile but the last is full.
    private void Split(Matrix points, int start, int end)
    {
        if (end - start <= Size) return;
        var widest = Widest(points, start, end);
        var keys = new float[end - start];
        for (var i = start; i < end; i++) keys[i - start] = points[Order[i], widest];
        keys.AsSpan().Sort(Order.AsSpan(start, end - start));
        var half = start + (Blocks.Count((end - start) / 2, Size) * Size);
        if (half >= end) half = end - Size;
        Split(points, start, half);
        Split(points, half, end);
    }

    private int Widest(Matrix points, int start, int end)
    {
        var (best, width) = (0, -1f);
        var step = Math.Max(1, (end - start) / 2048);
        for (var t = 0; t < points.Columns; t++)
        {
            var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
            for (var i = start; i < end; i += step)
            {
                var value = points[Order[i], t];
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
            if (most - least > width) (best, width) = (t, most - least);
        }
        return best;
    }
}
