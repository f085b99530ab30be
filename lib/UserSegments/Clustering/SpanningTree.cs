using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The minimum spanning tree of all rows under Euclidean distance (Prim, 1957), in O(n d) memory.</summary>
internal static class SpanningTree
{
    /// <summary>The n - 1 edges, in the order in which the tree grows from row 0.</summary>
    public static (int A, int B, double Height)[] Edges(Matrix points) => Edges(points, null);

    /// <summary>The same under mutual reachability: a distance is at least the core distance of both rows.</summary>
    public static (int A, int B, double Height)[] Edges(Matrix points, double[]? core)
    {
        var n = points.Rows;
        var edges = new (int, int, double)[Math.Max(0, n - 1)];
        var (outside, distance, parent) = (Enumerable.Range(0, n).ToArray(), new double[n], new int[n]);
        distance.AsSpan().Fill(double.PositiveInfinity);
        var (current, left) = (0, n - 1);
        if (n > 0) outside[0] = outside[left];
        var best = new (int Slot, double Distance)[Blocks.Count(n, 2048)];
        for (var e = 0; e < edges.Length; e++)
        {
            var from = points.Row(current).ToArray();
            var row = current;
            Blocks.For(left, 2048, (block, start, end) =>
            {
                var (slot, least) = (-1, double.PositiveInfinity);
                for (var s = start; s < end; s++)
                {
                    var other = outside[s];
                    var known = distance[other];
                    // What cannot come below the known distance is not measured, or only in single precision.
                    if (core is null || (core[row] < known && core[other] < known))
                    {
                        if (Euclid.Squared(from, points.Row(other)) < known * known * (1 + 1e-4))
                        {
                            var apart = Math.Sqrt(Euclid.SquaredExactly(from, points.Row(other)));
                            if (core is not null) apart = Math.Max(apart, Math.Max(core[row], core[other]));
                            if (apart < known) (distance[other], parent[other]) = (apart, row);
                        }
                    }
                    if (distance[other] < least || slot < 0) (slot, least) = (s, distance[other]);
                }
                best[block] = (slot, least);
            });
            var (nearest, least) = best[0];
            for (var block = 1; block < Blocks.Count(left, 2048); block++)
            {
                if (best[block].Distance < least) (nearest, least) = best[block];
            }
            current = outside[nearest];
            edges[e] = (parent[current], current, least);
            outside[nearest] = outside[--left];
        }
        return edges;
    }
}
