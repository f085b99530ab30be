using System.Numerics.Tensors;

namespace UserSegments.Numerics;

/// <summary>All Euclidean distances between the rows of a matrix.</summary>
internal static class PairDistances
{
    private const int Tile = 240;

    /// <summary>The full square, row after row, infinite on the diagonal; each pair of tiles is computed once and written twice.</summary>
    public static float[] Square(Matrix points)
    {
        var n = points.Rows;
        if ((long)n * n > Array.MaxLength)
            throw new ArgumentException($"points has {n} rows; a stored matrix of distances holds at most 46,340. Use Ward, single or centroid linkage, which store none, or group a sample.", nameof(points));
        var square = GC.AllocateUninitializedArray<float>(n * n);
        var norms = Euclid.SquaredNorms(points);
        var tiles = Blocks.Count(n, Tile);
        Blocks.For(tiles, 1, (tile, _, _) =>
        {
            var first = tile * Tile;
            var m = Math.Min(Tile, n - first);
            var packed = new PackedRows(points, first, m);
            var products = new float[Tile * packed.Stride];
            for (var other = tile; other < tiles; other++)
            {
                var start = other * Tile;
                var count = Math.Min(Tile, n - start);
                packed.Multiply(points.RowBlock(start, count), count, products);
                for (var i = 0; i < count; i++)
                {
                    var distances = products.AsSpan(i * packed.Stride, m);
                    Euclid.FromProducts(points.Row(start + i), norms[start + i], points, norms, first, distances);
                    TensorPrimitives.Sqrt(distances, distances);
                    if (other == tile) distances[i] = float.PositiveInfinity;
                    distances.CopyTo(square.AsSpan(((start + i) * n) + first, m));
                    if (other != tile)
                    {
                        for (var j = 0; j < m; j++) square[((first + j) * n) + start + i] = distances[j];
                    }
                }
            }
        });
        return square;
    }

    /// <summary>The full square in double precision, difference by difference, infinite on the diagonal; for small sets, where equal distances must come out equal.</summary>
    public static double[] ExactSquare(Matrix points)
    {
        var n = points.Rows;
        var square = new double[n * n];
        Blocks.For(n, 16, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = points.Row(i);
                for (var j = 0; j < n; j++)
                {
                    var other = points.Row(j);
                    var sum = 0.0;
                    for (var t = 0; t < row.Length; t++) sum += ((double)row[t] - other[t]) * ((double)row[t] - other[t]);
                    square[(i * n) + j] = i == j ? double.PositiveInfinity : Math.Sqrt(sum);
                }
            }
        });
        return square;
    }
}
