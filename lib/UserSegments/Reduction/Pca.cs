using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Principal component analysis: the orthogonal directions of most variance (Pearson, 1901; Hotelling, 1933).</summary>
/// <remarks>
/// Eigenvectors of <c>(X - m)ᵀ(X - m) / (n - 1)</c>, largest variance first. Sign convention: the entry of each component with the largest absolute
/// value is positive. O(n d^2 + d^3) time, O(d^2) memory (with fewer rows than columns O(n^2 d + n^3), O(n^2)). NaN and infinities are refused;
/// constant columns get weight 0. The same bits on any number of threads.
/// </remarks>
public static class Pca
{
    /// <summary>Fits the components to rows.</summary>
    /// <param name="points">(n, d) rows, n at least 2, finite; not modified.</param>
    /// <param name="options">How many components and how; all of them by default.</param>
    /// <exception cref="ArgumentException">Fewer than 2 rows, more components than min(n, d), no variance at all, or a value that is not finite.</exception>
    public static PcaModel Fit(Matrix points, PcaOptions? options = null)
    {
        options ??= new PcaOptions();
        Check.Finite(points);
        if (points.Rows < 2) throw new ArgumentException($"points has {points.Rows} rows, expected at least 2 for a variance.", nameof(points));
        var most = Math.Min(points.Rows, points.Columns);
        if (options.Components > most)
            throw new ArgumentException($"Components is {options.Components}, expected at most min(rows, columns) = min({points.Rows}, {points.Columns}) = {most}.", nameof(options));
        var mean = points.ColumnMeans();
        var (variances, components, total) = options.Solver switch
        {
            PcaSolver.Randomized => RandomizedPca.Fit(points, mean, options.Components ?? most, options.Seed),
            _ when points.Rows < points.Columns => Gram.Eigen(points, mean),
            _ => Covariance.Eigen(points, mean),
        };
        if (!(total > 0)) throw new ArgumentException("points has no variance: all rows are equal.", nameof(points));
        var rank = options.Components ?? Enough(variances, total, options.VarianceShare, most);
        return new PcaModel(mean, Signs.Fix(components, rank), variances[..rank], total, points.Rows, options.Whiten);
    }

    /// <summary>The fewest components that together explain a share of the variance.</summary>
    internal static int Enough(double[] variances, double total, double share, int most)
    {
        var sum = 0.0;
        for (var r = 0; r < Math.Min(most, variances.Length); r++)
        {
            sum += variances[r];
            if (share < 1 && sum >= share * total) return r + 1;
        }
        return Math.Min(most, variances.Length);
    }
}
