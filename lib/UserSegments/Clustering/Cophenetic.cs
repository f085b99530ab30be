using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How well a dendrogram keeps the distances of its rows: the correlation of heights of joining with distances (Sokal and Rohlf, 1962).</summary>
/// <remarks>Exact over all pairs, O(n^2 d) time, O(n d) memory; the same bits on any number of threads.</remarks>
public static class Cophenetic
{
    /// <summary>Pearson's correlation over all pairs of rows, -1 to 1.</summary>
    /// <param name="tree">A dendrogram of the rows.</param>
    /// <param name="points">(n, d) the rows, n at least 3, finite.</param>
    /// <exception cref="ArgumentException">The rows are not as many as the dendrogram's, fewer than 3, or all heights or all distances are equal.</exception>
    public static double Correlation(Dendrogram tree, Matrix points)
    {
        ArgumentNullException.ThrowIfNull(tree);
        Check.Finite(points);
        Check.SameLength(points.Rows, tree.Rows, nameof(points), nameof(tree));
        if (points.Rows < 3) throw new ArgumentException($"points has {points.Rows} rows, expected at least 3.", nameof(points));
        // Rows in leaf order: each merge joins two stretches, and every pair across them joins at its height.
        var (order, first, middle, last) = Stretches(tree);
        var rows = points.SelectRows(order);
        var n = rows.Rows;
        var shares = new (double H, double D, double HH, double DD, double HD)[tree.Merges.Count];
        Blocks.For(shares.Length, 1, (m, _, _) =>
        {
            var (height, pairsHere, sumD, sumDD) = (tree.Merges[m].Height, (double)(middle[m] - first[m]) * (last[m] - middle[m]), 0.0, 0.0);
            for (var i = first[m]; i < middle[m]; i++)
            {
                for (var j = middle[m]; j < last[m]; j++)
                {
                    var squared = Euclid.SquaredExactly(rows.Row(i), rows.Row(j));
                    sumD += Math.Sqrt(squared);
                    sumDD += squared;
                }
            }
            shares[m] = (height * pairsHere, sumD, height * height * pairsHere, sumDD, height * sumD);
        });
        var pairs = n * (n - 1.0) / 2;
        var (h, d) = (shares.Sum(s => s.H) / pairs, shares.Sum(s => s.D) / pairs);
        var varianceH = (shares.Sum(s => s.HH) / pairs) - (h * h);
        var varianceD = (shares.Sum(s => s.DD) / pairs) - (d * d);
        if (!(varianceH > 0) || !(varianceD > 0)) throw new ArgumentException("All heights or all distances are equal: no correlation exists.", nameof(points));
        return ((shares.Sum(s => s.HD) / pairs) - (h * d)) / Math.Sqrt(varianceH * varianceD);
    }

    /// <summary>Rows in leaf order, and for each merge where its left part begins, where its right part begins, and where that ends.</summary>
    private static (int[] Order, int[] First, int[] Middle, int[] Last) Stretches(Dendrogram tree)
    {
        var (n, count) = (tree.Rows, tree.Merges.Count);
        var order = tree.Leaves();
        var begin = new int[n + count];
        for (var i = 0; i < n; i++) begin[order[i]] = i;
        var (first, middle, last) = (new int[count], new int[count], new int[count]);
        for (var m = 0; m < count; m++)
        {
            var merge = tree.Merges[m];
            (first[m], middle[m]) = (begin[merge.Left], begin[merge.Right]);
            last[m] = first[m] + merge.Size;
            begin[n + m] = first[m];
        }
        return (order, first, middle, last);
    }
}
