using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Davies and Bouldin's index (1979): the mean over groups of the worst (spread i + spread j) / (distance of means); lower is better.</summary>
/// <remarks>Noise is left out. O(n d + k^2 d). The same bits on any number of threads.</remarks>
public static class DaviesBouldin
{
    /// <summary>The index of a partition, at least 0.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, lengths that differ, or a value that is not finite.</exception>
    public static double Of(Matrix points, int[] labels)
    {
        var groups = Scatter.Of(points, labels);
        var k = groups.Count;
        var sum = 0.0;
        for (var i = 0; i < k; i++)
        {
            var worst = 0.0;
            for (var j = 0; j < k; j++)
            {
                if (i == j) continue;
                var apart = Math.Sqrt(groups.SquaredDistance(i, j));
                if (apart > 0) worst = Math.Max(worst, (groups.MeanDistance[i] + groups.MeanDistance[j]) / apart);
            }
            sum += worst;
        }
        return sum / k;
    }
}
