using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>k-means: groups with the least sum of squared distances to their means (Lloyd, 1982), exact, with distance bounds.</summary>
/// <remarks>
/// <para>
/// Minimises <c>sum_i w_i |x_i - c_label(i)|^2</c>. Rows whose bounds prove that their nearest centre has not changed
/// (Hamerly, 2010) are passed over; the others go through one matrix product with the arg-min behind it. The labels are those of plain passes.
/// </para>
/// <para>
/// O(n k d) a pass at most, O(n + k d) memory beside the input. A group that loses all its rows takes the row farthest from its centre.
/// NaN and infinities are refused. The same seed gives the same bits on any number of threads.
/// </para>
/// </remarks>
/// <param name="options">How it runs.</param>
/// <example><code>var groups = new KMeans(new() { K = 8, Seed = 7 }).Fit(points);</code></example>
public sealed class KMeans(KMeansOptions options)
{
    private readonly KMeansOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <param name="weights">(n) weight of each row, at least 0, not all 0; all 1 if left out.</param>
    /// <returns>Labels (n), centres (k, d), inertia, and its trace over the passes of the best run.</returns>
    /// <exception cref="ArgumentException">K is above n, a value is not finite (row and column named), or the start has another shape.</exception>
    public Clustering Fit(Matrix points, double[]? weights = null)
    {
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        GroupingCheck.Weights(weights, points.Rows);
        if (options.Start is { } given) GroupingCheck.Start(given, options.K, points.Columns);
        var rows = options.Spherical ? GroupingCheck.Directions(points) : points;
        var frame = new KMeansFrame(rows, weights);
        var rng = new Rng(options.Seed);
        Clustering? best = null;
        var restarts = options.Start is null ? options.Restarts : 1;
        for (var restart = 0; restart < restarts; restart++)
        {
            var start = options.Start is null ? Seeding.Choose(options.Seeding, frame, options.K, rng.Fork((ulong)restart)) : frame.Shift(options.Start);
            var run = new Lloyd(frame, options).Run(start);
            if (best is null || run.Inertia < best.Inertia) best = run;
        }
        return best!;
    }
}
