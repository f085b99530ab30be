using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>An algorithm that takes part in a <see cref="Contest"/>.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Fit">Groups given rows with a given seed.</param>
public sealed record Contestant(string Name, Func<Matrix, ulong, Clustering> Fit)
{
    /// <summary>The algorithms of this room at a number of groups, those that find their own number with settings taken from the rows.</summary>
    /// <param name="points">(n, d) the rows, for the settings.</param>
    /// <param name="k">Number of groups, at least 2.</param>
    /// <remarks>
    /// DBSCAN's radius is the 90 % quantile of the distance to the fifth neighbour over at most 2,000 rows; HDBSCAN's least group is 1 % of the rows. Linkages
    /// that store a matrix of distances are left out above 20,000 rows, full Gaussians where rows are fewer than 10 k d.
    /// </remarks>
    public static IReadOnlyList<Contestant> All(Matrix points, int k)
    {
        Check.Finite(points);
        Check.AtLeast(k, 2);
        GroupingCheck.Groups(k, points);
        var n = points.Rows;
        var radius = UsualRadius(points);
        var least = Math.Max(5, n / 100);
        List<Contestant> all =
        [
            new("k-means", (rows, seed) => new KMeans(new() { K = k, Seed = seed }).Fit(rows)),
            new("bisecting k-means", (rows, seed) => new BisectingKMeans(new() { K = k, Seed = seed }).Fit(rows)),
            new("mini-batch k-means", (rows, seed) => new MiniBatchKMeans(new() { K = k, Seed = seed }).Fit(rows)),
            new("Ward", (rows, _) => new Agglomerative(new() { Linkage = Linkage.Ward }).Fit(rows).Cut(k)),
        ];
        if (n <= 20_000)
        {
            all.Add(new("average linkage", (rows, _) => new Agglomerative(new() { Linkage = Linkage.Average }).Fit(rows).Cut(k)));
            all.Add(new("complete linkage", (rows, _) => new Agglomerative(new() { Linkage = Linkage.Complete }).Fit(rows).Cut(k)));
        }
        all.Add(new("single linkage", (rows, _) => new Agglomerative(new() { Linkage = Linkage.Single }).Fit(rows).Cut(k)));
        if (n > 10) all.Add(new("spectral", (rows, seed) => new Spectral(new() { K = k, Seed = seed, Neighbours = Math.Min(10, rows.Rows - 1) }).Fit(rows)));
        var shape = n < 10L * k * points.Columns ? CovarianceKind.Diagonal : CovarianceKind.Full;
        all.Add(new("Gaussian mixture", (rows, seed) => new GaussianMixture(new() { K = k, Seed = seed, Covariance = shape, Regularization = 1e-4 }).Fit(rows).Clustering));
        if (radius > 0) all.Add(new("DBSCAN", (rows, _) => new Dbscan(new() { Radius = radius, MinPoints = 5 }).Fit(rows)));
        if (n >= least) all.Add(new("HDBSCAN", (rows, _) => new Hdbscan(new() { MinGroupSize = least, MinPoints = 5 }).Fit(rows).Clustering));
        return all;
    }

    private static double UsualRadius(Matrix points)
    {
        var n = Math.Min(2000, points.Rows);
        var rows = points.SelectRows(new Rng(1).Sample(points.Rows, n));
        if (n < 6) return 0;
        // The fifth neighbour among all rows, for the rows of the sample.
        var near = NearestNeighbours.Between(rows, points, 6);
        var fifth = Enumerable.Range(0, n).Select(i => near.DistancesOf(i)[5]).Order().ToArray();
        return fifth[(int)(0.9 * (n - 1))];
    }
}
