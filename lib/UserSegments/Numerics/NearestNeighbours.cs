using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>The k nearest other rows of every row, exact, nearest first, ties by row number; O(n^2 d) time, O(n k) memory.</summary>
internal sealed class NearestNeighbours
{
    // Candidates beyond k that single precision might have put in the wrong order.
    private const int Spare = 6;
    private const int BlockRows = 48;

    private NearestNeighbours(int k, int[] indices, double[] distances) => (K, Indices, Distances) = (k, indices, distances);

    public int K { get; }

    /// <summary>(n, k) row numbers.</summary>
    public int[] Indices { get; }

    /// <summary>(n, k) distances, ascending in each row.</summary>
    public double[] Distances { get; }

    public ReadOnlySpan<int> Of(int row) => Indices.AsSpan(row * K, K);

    public ReadOnlySpan<double> DistancesOf(int row) => Distances.AsSpan(row * K, K);

    /// <summary>Neighbours among the rows themselves, each row left out of its own.</summary>
    public static NearestNeighbours Among(Matrix points, int k) => Search(points, points, k, same: true);

    /// <summary>Neighbours of other rows among <paramref name="points"/>.</summary>
    public static NearestNeighbours Between(Matrix queries, Matrix points, int k) => Search(queries, points, k, same: false);

    private static NearestNeighbours Search(Matrix queries, Matrix points, int k, bool same)
    {
        var n = queries.Rows;
        var tiles = new RowTiles(points);
        var mean = Euclid.MeansOrZero(points);
        var centred = Euclid.Centred(queries, mean);
        var norms = Euclid.SquaredNorms(centred);
        var (indices, distances) = (new int[n * k], new double[n * k]);
        var most = Math.Min(k + Spare, same ? points.Rows - 1 : points.Rows);
        // Queries go in the tiles' order where they are the same rows, so that a block meets its own tile first.
        var order = same ? tiles.Order : [.. Enumerable.Range(0, n)];
        Blocks.For(n, BlockRows, (_, start, end) =>
        {
            var m = end - start;
            var block = centred.SelectRows(order.AsSpan(start, m));
            var best = Enumerable.Range(0, m).Select(_ => new Best(most)).ToArray();
            var products = ArrayPool<float>.Shared.Rent(m * (RowTiles.Size + 16));
            var home = same ? start / RowTiles.Size : 0;
            for (var step = 0; step < tiles.Count; step++)
            {
                var tile = step == 0 ? home : step <= home ? step - 1 : step;
                var packed = tiles.Packed[tile];
                packed.Multiply(block.Values, m, products);
                for (var i = 0; i < m; i++)
                    Scan(products.AsSpan(i * packed.Stride, packed.Count), tiles, RowTiles.First(tile), same ? order[start + i] : -1, best[i]);
            }
            ArrayPool<float>.Shared.Return(products);
            for (var i = 0; i < m; i++)
            {
                var row = order[start + i];
                best[i].Finish(queries.Row(row), points, k, indices.AsSpan(row * k, k), distances.AsSpan(row * k, k));
            }
        });
        return new NearestNeighbours(k, indices, distances);
    }

    private static void Scan(Span<float> products, RowTiles tiles, int first, int self, Best best)
    {
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var norms = ref tiles.Norms[first];
        var j = 0;
        for (; j + 8 <= products.Length; j += 8)
        {
            var value = Vector256.FusedMultiplyAdd(Vector256.Create(-2f), Vector256.LoadUnsafe(ref product, (nuint)j), Vector256.LoadUnsafe(ref norms, (nuint)j));
            for (var bits = Vector256.LessThan(value, Vector256.Create(best.Limit)).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var lane = BitOperations.TrailingZeroCount(bits);
                best.Offer(tiles.Order[first + j + lane], value[lane], self);
            }
        }
        for (; j < products.Length; j++)
        {
            var value = tiles.Norms[first + j] - (2 * products[j]);
            if (value < best.Limit) best.Offer(tiles.Order[first + j], value, self);
        }
    }

    /// <summary>The least values seen, ascending.</summary>
    private sealed class Best(int most)
    {
        private readonly int[] rows = new int[most];
        private readonly float[] values = new float[most];
        private int count;

        public float Limit { get; private set; } = most == 0 ? float.NegativeInfinity : float.PositiveInfinity;

        public void Offer(int row, float value, int self)
        {
            if (row == self || !(value < Limit)) return;
            var at = count < most ? count++ : most - 1;
            for (; at > 0 && values[at - 1] > value; at--) (values[at], rows[at]) = (values[at - 1], rows[at - 1]);
            (values[at], rows[at]) = (value, row);
            if (count == most) Limit = values[^1];
        }

        public void Finish(ReadOnlySpan<float> query, Matrix points, int k, Span<int> indices, Span<double> distances)
        {
            var exact = new (double Squared, int Row)[count];
            for (var i = 0; i < count; i++) exact[i] = (Euclid.SquaredExactly(query, points.Row(rows[i])), rows[i]);
            Array.Sort(exact);
            for (var i = 0; i < k; i++) (indices[i], distances[i]) = (exact[i].Row, Math.Sqrt(exact[i].Squared));
        }
    }
}
