using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>All pairs of rows within a radius, found tile by tile and handed over in a fixed order; never n x n.</summary>
/// <remarks>Pairs near the radius are decided in double precision from the rows as given.</remarks>
internal sealed class NeighbourPairs(Matrix points, double radius)
{
    private const int Wave = 16;
    private readonly RowTiles tiles = new(points);
    private readonly double squaredRadius = radius * radius;

    /// <summary>Calls <paramref name="sink"/> with batches of pairs (original row numbers), each unordered pair once, no row with itself.</summary>
    public void Visit(Action<List<(int A, int B)>> sink)
    {
        for (var first = 0; first < tiles.Count; first += Wave)
        {
            var found = new List<(int, int)>[Math.Min(Wave, tiles.Count - first)];
            Blocks.For(found.Length, 1, (w, _, _) => found[w] = OfTile(first + w));
            foreach (var pairs in found) sink(pairs);
        }
    }

    private List<(int, int)> OfTile(int a)
    {
        var pairs = new List<(int, int)>();
        var m = tiles.RowsOf(a);
        var products = ArrayPool<float>.Shared.Rent(m * (RowTiles.Size + 16));
        for (var b = a; b < tiles.Count; b++)
        {
            if (b > a && tiles.SquaredGap(a, b) > squaredRadius) continue;
            var packed = tiles.Packed[b];
            packed.Multiply(tiles.Rows.RowBlock(RowTiles.First(a), m), m, products);
            for (var i = 0; i < m; i++)
            {
                var from = a == b ? i + 1 : 0;
                Scan(RowTiles.First(a) + i, RowTiles.First(b), from, products.AsSpan(i * packed.Stride, packed.Count), pairs);
            }
        }
        ArrayPool<float>.Shared.Return(products);
        return pairs;
    }

    // Lane l holds |y|^2 - 2xy of row first + j + l; what is at most radius^2 - |x|^2 (with room for rounding) is a candidate.
    private void Scan(int row, int first, int from, Span<float> products, List<(int, int)> pairs)
    {
        var norm = tiles.Norms[row];
        var slack = tiles.Slack(norm);
        var sure = (float)squaredRadius - norm - slack;
        var limit = (float)squaredRadius - norm + slack;
        var j = from;
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var norms = ref tiles.Norms[first];
        var wide = Vector256.Create(limit);
        for (; j + 8 <= products.Length; j += 8)
        {
            var value = Vector256.FusedMultiplyAdd(Vector256.Create(-2f), Vector256.LoadUnsafe(ref product, (nuint)j), Vector256.LoadUnsafe(ref norms, (nuint)j));
            for (var bits = Vector256.LessThanOrEqual(value, wide).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var lane = BitOperations.TrailingZeroCount(bits);
                Decide(j + lane, value[lane]);
            }
        }
        for (; j < products.Length; j++)
        {
            var value = tiles.Norms[first + j] - (2 * products[j]);
            if (value <= limit) Decide(j, value);
        }

        void Decide(int at, float value)
        {
            var (a, b) = (tiles.Order[row], tiles.Order[first + at]);
            if (value <= sure || Euclid.SquaredExactly(points.Row(a), points.Row(b)) <= squaredRadius) pairs.Add((a, b));
        }
    }
}
