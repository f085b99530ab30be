using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>HDBSCAN*: DBSCAN for all radii at once, and of its tree the groups that live longest (Campello, Moulavi and Sander, 2013).</summary>
/// <remarks>
/// Core distances, the minimum spanning tree of mutual reachability, its tree condensed by the least group size, groups of most excess of mass.
/// O(n^2 d) time, O(n (d + MinPoints)) memory: no n x n matrix. NaN and infinities are refused. The same result on any number of threads.
/// </remarks>
/// <param name="options">How it runs.</param>
public sealed class Hdbscan(HdbscanOptions options)
{
    private readonly HdbscanOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, n at least 2, finite; not modified.</param>
    /// <returns>Labels with noise, memberships, outlier scores, stabilities, and prediction of new rows.</returns>
    /// <exception cref="ArgumentException">Fewer than 2 rows, more points asked of a core distance than there are rows, or a value that is not finite.</exception>
    public HdbscanModel Fit(Matrix points)
    {
        Check.Finite(points);
        if (points.Rows < 2) throw new ArgumentException($"points has {points.Rows} rows, expected at least 2.", nameof(points));
        var reach = options.MinPoints ?? options.MinGroupSize;
        if (reach > points.Rows) throw new ArgumentException($"MinPoints is {reach}, but points has {points.Rows} rows.", nameof(points));
        var core = CoreDistances(points, reach);
        var edges = SpanningTree.Edges(points, core);
        var tree = CondensedTree.Of(Dendrogram.Sorted(points.Rows, edges, "mutual reachability"), options.MinGroupSize);
        return new HdbscanModel(points, core, tree, tree.Select(options.Leaves, options.AllowSingleGroup), options, reach);
    }

    internal static double[] CoreDistances(Matrix points, int reach)
    {
        if (reach == 1) return new double[points.Rows];
        var neighbours = NearestNeighbours.Among(points, reach - 1);
        var core = new double[points.Rows];
        for (var i = 0; i < core.Length; i++) core[i] = neighbours.DistancesOf(i)[^1];
        return core;
    }
}
