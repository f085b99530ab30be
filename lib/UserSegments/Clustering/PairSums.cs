using System.Buffers;
using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>For every row, the sum of its Euclidean distances to the rows of each group.</summary>
/// <remarks>Rows come sorted by group, so a sum runs over neighbours in memory. Distances come from blocked products of the centred rows.</remarks>
internal static class PairSums
{
    private const int Tile = 240;

    /// <summary>Sums for all rows, shape (n, groups): each pair of tiles is computed once and serves both.</summary>
    public static double[] Of(Matrix sorted, RowsByGroup rows, int groups)
    {
        var centred = Euclid.Centred(sorted, Euclid.MeansOrZero(sorted));
        var norms = Euclid.SquaredNorms(centred);
        var tiles = Blocks.Count(sorted.Rows, Tile);
        var packed = new PackedRows[tiles];
        Blocks.For(tiles, 1, (tile, _, _) => packed[tile] = new PackedRows(centred, tile * Tile, Math.Min(Tile, sorted.Rows - (tile * Tile))));
        var group = GroupOfSorted(rows, groups, sorted.Rows);
        var sums = new double[(long)sorted.Rows * groups];
        // In round r, tile a meets tile (a + r) mod tiles. Even and odd starts of each cycle are taken in turn, so that no two
        // pairs at work write to the same tile and each tile's sums are added in one order.
        for (var round = 0; round <= tiles / 2; round++)
        {
            foreach (var wave in TileRounds.Waves(tiles, round))
                Blocks.For(wave.Length, 1, (w, _, _) => Pair(wave[w], (wave[w] + round) % tiles));
        }
        return sums;

        void Pair(int a, int b)
        {
            var (m, n) = (packed[a].Count, packed[b].Count);
            var stride = packed[b].Stride;
            var products = ArrayPool<float>.Shared.Rent(m * stride);
            packed[b].Multiply(centred.RowBlock(a * Tile, m), m, products);
            for (var i = 0; i < m; i++)
            {
                var row = (a * Tile) + i;
                var distances = products.AsSpan(i * stride, n);
                Euclid.FromProducts(centred.Row(row), norms[row], centred, norms, b * Tile, distances);
                if (a == b) distances[i] = 0;
                TensorPrimitives.Sqrt(distances, distances);
                AddByGroup(distances, group.AsSpan(b * Tile, n), sums.AsSpan(row * groups, groups));
            }
            if (a != b) AddColumns(products, m, n, stride, a * Tile, b * Tile);
            ArrayPool<float>.Shared.Return(products);
        }

        void AddColumns(float[] distances, int m, int n, int stride, int first, int target)
        {
            var column = ArrayPool<float>.Shared.Rent(n);
            for (var i = 0; i < m;)
            {
                var end = i + 1;
                while (end < m && end - i < 32 && group[first + end] == group[first + i]) end++;    // short sums in single precision
                var total = column.AsSpan(0, n);
                distances.AsSpan(i * stride, n).CopyTo(total);
                for (var r = i + 1; r < end; r++) TensorPrimitives.Add(total, distances.AsSpan(r * stride, n), total);
                for (var j = 0; j < n; j++) sums[((long)(target + j) * groups) + group[first + i]] += total[j];
                i = end;
            }
            ArrayPool<float>.Shared.Return(column);
        }
    }

    /// <summary>Sums for a few rows (numbers into the sorted rows), shape (few, groups).</summary>
    public static double[] Of(Matrix sorted, RowsByGroup rows, int groups, int[] few)
    {
        var centred = Euclid.Centred(sorted, Euclid.MeansOrZero(sorted));
        var norms = Euclid.SquaredNorms(centred);
        var group = GroupOfSorted(rows, groups, sorted.Rows);
        var chosen = centred.SelectRows(few);
        var sums = new double[few.Length * groups];
        Blocks.For(few.Length, 48, (_, start, end) =>
        {
            var packed = new PackedRows(chosen, start, end - start);
            var products = new float[Tile * packed.Stride];
            for (var first = 0; first < sorted.Rows; first += Tile)
            {
                var m = Math.Min(Tile, sorted.Rows - first);
                packed.Multiply(centred.RowBlock(first, m), m, products);
                for (var i = 0; i < m; i++)
                {
                    for (var s = start; s < end; s++)
                    {
                        var row = first + i;
                        var squared = norms[row] + norms[few[s]] - (2 * products[(i * packed.Stride) + s - start]);
                        if (Euclid.HasCancelled(squared, norms[row] + norms[few[s]])) squared = Euclid.Squared(centred.Row(row), chosen.Row(s));
                        if (row != few[s]) sums[(s * groups) + group[row]] += Math.Sqrt(squared);
                    }
                }
            }
        });
        return sums;
    }

    private static void AddByGroup(ReadOnlySpan<float> distances, ReadOnlySpan<int> group, Span<double> sums)
    {
        for (var j = 0; j < distances.Length;)
        {
            var end = j + 1;
            while (end < distances.Length && group[end] == group[j]) end++;
            sums[group[j]] += TensorPrimitives.Sum(distances[j..end]);
            j = end;
        }
    }

    private static int[] GroupOfSorted(RowsByGroup rows, int groups, int count)
    {
        var group = new int[count];
        for (var g = 0; g < groups; g++) group.AsSpan(rows.Start(g)..rows.Start(g + 1)).Fill(g);
        return group;
    }
}
