using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Agglomerative (hierarchical) clustering: merges the two nearest groups until one is left.</summary>
/// <remarks>
/// <para>
/// Ward, average, complete and weighted linkage by nearest-neighbour chains (Murtagh, 1983; Müllner, 2011): O(n^2 d + n^2) time. Single linkage by the
/// minimum spanning tree, centroid linkage by nearest-neighbour candidates. Ward, single and centroid take O(n d) memory; the others keep one
/// n x n matrix, in single precision above 2,048 rows (10,000 rows: 400 MB).
/// </para>
/// <para>NaN and infinities are refused. Equal distances are broken by row order. The same bits on any number of threads.</para>
/// </remarks>
/// <param name="options">How it runs.</param>
/// <example><code>var groups = new Agglomerative(new() { Linkage = Linkage.Ward }).Fit(points).Cut(8);</code></example>
public sealed class Agglomerative(AgglomerativeOptions options)
{
    private readonly AgglomerativeOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Builds the tree of merges.</summary>
    /// <param name="points">(n, d) rows, n at least 1, finite; not modified.</param>
    /// <returns>n - 1 merges; heights ascend but for centroid linkage.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a value is not finite (row and column named).</exception>
    public Dendrogram Fit(Matrix points)
    {
        Check.Finite(points);
        if (points.Rows == 0) throw new ArgumentException("points has 0 rows, expected at least 1.", nameof(points));
        var rows = options.Spherical ? GroupingCheck.Directions(points) : points;
        Matrix Centred() => Euclid.Centred(rows, rows.ColumnMeans());
        return options.Linkage switch
        {
            Linkage.Ward => Dendrogram.Sorted(points.Rows, WardChain.Merges(Centred()), "Ward linkage"),
            Linkage.Single => Dendrogram.Sorted(points.Rows, SpanningTree.Edges(Centred()), "single linkage"),
            Linkage.Centroid => Dendrogram.InOrder(points.Rows, CentroidMerges.Of(Centred()), "centroid linkage"),
            Linkage.Average or Linkage.Complete or Linkage.Weighted =>
                Dendrogram.Sorted(points.Rows, MatrixChain.Merges(rows, options.Linkage), $"{options.Linkage} linkage".ToLowerInvariant()),
            _ => throw new ArgumentOutOfRangeException(nameof(points), options.Linkage, $"Linkage is {options.Linkage}, expected one of {nameof(Linkage)}."),
        };
    }
}
