using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>A mixture of Gaussians by expectation and maximisation (Dempster, Laird and Rubin, 1977), started from k-means.</summary>
/// <remarks>
/// Double precision. O(n k d^2) a pass for full covariances, O(n k d) for diagonal ones; O(n k + k d^2) memory. NaN and infinities are refused.
/// The same seed gives the same bits on any number of threads. In many dimensions full covariances need far more rows than d k: reduce first.
/// </remarks>
/// <param name="options">How it runs.</param>
public sealed class GaussianMixture(GaussianMixtureOptions options)
{
    private readonly GaussianMixtureOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Fits the mixture.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <exception cref="ArgumentException">K is above n, or a value is not finite.</exception>
    public GaussianMixtureModel Fit(Matrix points)
    {
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        if (options.Start is { } given) Check.SameLength(given.Length, points.Rows, "Start", "the rows of points");
        var labels = options.Start ?? new KMeans(new() { K = options.K, Seed = options.Seed, Restarts = 3 }).Fit(points).Labels;
        var shares = new double[points.Rows][];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = new double[options.K];
            shares[i][Check.InRange(labels[i], 0, options.K - 1, $"Start[{i}]")] = 1;
        }
        var gaussians = Maximise(points, shares);
        var (last, trace, converged) = (double.NegativeInfinity, new List<double>(), false);
        for (var pass = 0; pass < options.MaxPasses && !converged; pass++)
        {
            var mean = Expect(points, gaussians, shares) / points.Rows;
            trace.Add(mean);
            converged = mean - last < options.Tolerance;
            last = mean;
            gaussians = Maximise(points, shares);
        }
        var likelihood = Expect(points, gaussians, shares);
        return new GaussianMixtureModel(gaussians, shares, likelihood, trace, converged, options, points.Columns);
    }

    /// <summary>Fills each row's shares; returns the log-likelihood of all rows.</summary>
    internal static double Expect(Matrix points, Gaussian[] gaussians, double[][] shares) => Blocks.Sum(points.Rows, 256, (start, end) =>
    {
        var (sum, scratch) = (0.0, new double[points.Columns]);
        for (var i = start; i < end; i++)
        {
            var (share, most) = (shares[i], double.NegativeInfinity);
            for (var j = 0; j < gaussians.Length; j++) most = Math.Max(most, share[j] = gaussians[j].LogWeighted(points.Row(i), scratch));
            var total = 0.0;
            for (var j = 0; j < share.Length; j++) total += share[j] = Math.Exp(share[j] - most);
            for (var j = 0; j < share.Length; j++) share[j] /= total;
            sum += most + Math.Log(total);
        }
        return sum;
    });

    private Gaussian[] Maximise(Matrix points, double[][] shares)
    {
        var (k, d) = (options.K, points.Columns);
        var (weights, means, scatter) = (new double[k], new double[k][], new double[k][][]);
        Blocks.For(k, 1, (j, _, _) =>
        {
            var mean = means[j] = new double[d];
            var weight = 10 * double.Epsilon;
            for (var i = 0; i < points.Rows; i++)
            {
                var (share, row) = (shares[i][j], i);
                if (share <= 0) continue;
                weight += share;
                GroupMeans.AddRow(points.Row(row), share, mean);
            }
            for (var t = 0; t < d; t++) mean[t] /= weight;
            weights[j] = weight;
            scatter[j] = Scatter(points, shares, j, mean, weight);
        });
        if (options.Covariance == CovarianceKind.Tied)
        {
            var pooled = Square(d);
            for (var j = 0; j < k; j++)
            {
                for (var s = 0; s < d; s++)
                {
                    for (var t = 0; t <= s; t++) pooled[s][t] += scatter[j][s][t] * weights[j] / points.Rows;
                }
            }
            Array.Fill(scatter, pooled);
        }
        return [.. Enumerable.Range(0, k).Select(j => new Gaussian(weights[j] / points.Rows, means[j], scatter[j], options.Covariance, options.Regularization))];
    }

    /// <summary>Lower half of the weighted covariance, or its diagonal as one row.</summary>
    private double[][] Scatter(Matrix points, double[][] shares, int j, double[] mean, double weight)
    {
        var d = mean.Length;
        var diagonal = options.Covariance == CovarianceKind.Diagonal;
        double[][] scatter = diagonal ? [new double[d]] : Square(d);
        var apart = new double[d];
        for (var i = 0; i < points.Rows; i++)
        {
            var share = shares[i][j] / weight;
            if (share <= 0) continue;
            var row = points.Row(i);
            for (var t = 0; t < d; t++) apart[t] = row[t] - mean[t];
            if (diagonal)
            {
                for (var t = 0; t < d; t++) scatter[0][t] += share * apart[t] * apart[t];
                continue;
            }
            for (var s = 0; s < d; s++)
            {
                var (target, along) = (scatter[s], share * apart[s]);
                for (var t = 0; t <= s; t++) target[t] += along * apart[t];
            }
        }
        return scatter;
    }

    private static double[][] Square(int size) => [.. Enumerable.Range(0, size).Select(_ => new double[size])];
}
