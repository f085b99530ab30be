using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The gap statistic (Tibshirani, Walther and Hastie, 2001): how far k-means gets below what it gets on rows without groups.</summary>
public static class GapStatistic
{
    /// <summary>The gap for each number of groups.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="ks">Numbers of groups, ascending, each at most n.</param>
    /// <param name="references">Uniform samples of the rows' bounding box, at least 2.</param>
    /// <param name="seed">Seed of samples and k-means.</param>
    /// <returns>For each k, <c>gap = mean log W* - log W</c> and its error <c>s = sd sqrt(1 + 1 / references)</c>, W the inertia.</returns>
    /// <remarks>
    /// The box has the rows' column ranges. In many dimensions a box is a poor picture of "no groups": gaps are then large for any k.
    /// (references + 1) runs of k-means a k.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no ks, or a value is not finite.</exception>
    public static IReadOnlyList<(int K, double Gap, double Error)> Of(Matrix points, IReadOnlyList<int> ks, int references, ulong seed)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(ks);
        if (ks.Count == 0) throw new ArgumentException("ks is empty, expected at least one number of groups.", nameof(ks));
        Check.AtLeast(references, 2);
        var rng = new Rng(seed);
        var box = Enumerable.Range(0, references).Select(r => Uniform(points, rng.Fork((ulong)r))).ToArray();
        return [.. ks.Select(k =>
        {
            var logs = Array.ConvertAll(box, rows => LogInertia(rows, k, seed));
            var mean = logs.Average();
            var deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / references);
            return (k, mean - LogInertia(points, k, seed), deviation * Math.Sqrt(1 + (1.0 / references)));
        })];
    }

    /// <summary>The paper's rule: the least k whose gap is not below the next gap less its error; the last k if none is.</summary>
    /// <param name="gaps">What <see cref="Of"/> returned, for ascending k.</param>
    /// <exception cref="ArgumentException">There are no gaps.</exception>
    public static int Choose(IReadOnlyList<(int K, double Gap, double Error)> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        if (gaps.Count == 0) throw new ArgumentException("gaps is empty, expected at least one.", nameof(gaps));
        for (var i = 0; i + 1 < gaps.Count; i++)
        {
            if (gaps[i].Gap >= gaps[i + 1].Gap - gaps[i + 1].Error) return gaps[i].K;
        }
        return gaps[^1].K;
    }

    private static double LogInertia(Matrix rows, int k, ulong seed) =>
        Math.Log(Math.Max(double.Epsilon, new KMeans(new() { K = k, Seed = seed, Restarts = 2 }).Fit(rows).Inertia!.Value));

    private static Matrix Uniform(Matrix points, Rng rng)
    {
        var (low, high) = ((float[])points.Row(0).ToArray().Clone(), points.Row(0).ToArray());
        for (var i = 1; i < points.Rows; i++)
        {
            for (var t = 0; t < low.Length; t++) (low[t], high[t]) = (Math.Min(low[t], points[i, t]), Math.Max(high[t], points[i, t]));
        }
        var rows = new Matrix(points.Rows, points.Columns);
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var t = 0; t < low.Length; t++) rows[i, t] = (float)(low[t] + (rng.NextDouble() * (high[t] - low[t])));
        }
        return rows;
    }
}
