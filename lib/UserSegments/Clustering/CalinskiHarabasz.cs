using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Caliński and Harabasz's variance ratio (1974): spread between groups over spread within, each by its degrees of freedom; higher is better.</summary>
/// <remarks>Noise is left out. O(n d). The same bits on any number of threads.</remarks>
public static class CalinskiHarabasz
{
    /// <summary>The ratio for a partition; 1 if no group has any spread, as in scikit-learn.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, lengths that differ, or a value that is not finite.</exception>
    public static double Of(Matrix points, int[] labels)
    {
        var groups = Scatter.Of(points, labels);
        var (between, within) = (0.0, 0.0);
        for (var i = 0; i < groups.Count; i++)
        {
            between += groups.Size[i] * groups.SquaredDistanceToAll(i);
            within += groups.SumOfSquares[i];
        }
        return within == 0 ? 1 : between * (groups.Total - groups.Count) / (within * (groups.Count - 1));
    }
}
