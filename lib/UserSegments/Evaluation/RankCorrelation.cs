using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Whether two lists of numbers have the same order.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's coefficient (1904): Pearson's of the ranks, where equal numbers share their mean rank.</summary>
    /// <param name="first">(n) numbers, n at least 2.</param>
    /// <param name="second">(n) numbers.</param>
    /// <returns>-1 to 1; NaN where either list is constant.</returns>
    /// <remarks>O(n log n). Ties in one list alone keep it below 1: among t equal numbers of n the highest possible is sqrt(1 - (t³ - t) / (n³ - n)).</remarks>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Check.SameLength(second.Count, first.Count, nameof(second), nameof(first));
        Check.AtLeast(first.Count, 2);
        return MathNet.Numerics.Statistics.Correlation.Spearman(first, second);
    }
}
