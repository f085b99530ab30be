using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The silhouette of each row: how much nearer it is to its own group than to the next (Rousseeuw, 1987).</summary>
/// <remarks>
/// <c>s = (b - a) / max(a, b)</c>, a the mean Euclidean distance to the other rows of its group, b the least mean distance to the rows of another
/// group; 0 for a row that is alone in its group. Exact, over all pairs, in blocks: O(n^2 d) time halved by symmetry, O(n k) memory, never n x n.
/// Noise (label -1) has no silhouette: its sample is NaN, and it counts in no mean. The same bits on any number of threads.
/// On text vectors of many dimensions all distances are alike and silhouettes are small for good groups too.
/// </remarks>
public static class Silhouette
{
    /// <summary>The silhouette of each row, shape (n), -1 to 1; NaN for noise.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, as many groups as rows, lengths that differ, or a value that is not finite.</exception>
    public static double[] Samples(Matrix points, int[] labels)
    {
        var (rows, groups) = Grouped(points, labels);
        var sums = PairSums.Of(points.SelectRows(rows.Rows), rows, groups);
        var samples = new double[points.Rows];
        samples.AsSpan().Fill(double.NaN);
        for (var group = 0; group < groups; group++)
        {
            for (var i = rows.Start(group); i < rows.Start(group + 1); i++)
                samples[rows.Rows[i]] = Of(sums.AsSpan(i * groups, groups), rows, group);
        }
        return samples;
    }

    /// <summary>The mean silhouette of all rows that are not noise.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <exception cref="ArgumentException">As for <see cref="Samples"/>.</exception>
    public static double Mean(Matrix points, int[] labels) => MeanOf(Samples(points, labels));

    /// <summary>The mean silhouette of a random sample of rows, each against all rows, with its standard error: O(sample n d).</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <param name="sample">Rows drawn without replacement, at least 2; all rows if there are no more.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>Mean and standard error (with the correction for a finite population; 0 if all rows were taken).</returns>
    /// <exception cref="ArgumentException">As for <see cref="Samples"/>.</exception>
    public static (double Mean, double StandardError) Sampled(Matrix points, int[] labels, int sample, ulong seed)
    {
        Check.AtLeast(sample, 2);
        var (rows, groups) = Grouped(points, labels);
        var n = rows.Rows.Length;
        if (sample >= n) return (Mean(points, labels), 0);
        var drawn = new Rng(seed).Sample(n, sample);
        var ordered = points.SelectRows(rows.Rows);
        var sums = PairSums.Of(ordered, rows, groups, drawn);
        var values = new double[sample];
        for (var s = 0; s < sample; s++) values[s] = Of(sums.AsSpan(s * groups, groups), rows, labels[rows.Rows[drawn[s]]]);
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (sample - 1);
        return (mean, Math.Sqrt(variance / sample * (n - sample) / (n - 1.0)));
    }

    private static double MeanOf(double[] samples)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in samples)
        {
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return sum / count;
    }

    private static (RowsByGroup Rows, int Groups) Grouped(Matrix points, int[] labels)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(labels);
        GroupingCheck.Labels(labels, points.Rows);
        var groups = labels.Length == 0 ? 0 : labels.Max() + 1;
        var rows = RowsByGroup.Of(labels, groups);
        var filled = Enumerable.Range(0, groups).Count(group => rows.Members(group).Length > 0);
        if (filled < 2 || filled >= rows.Rows.Length)
            throw new ArgumentException($"labels hold {filled} groups over {rows.Rows.Length} rows (noise left out), expected at least 2 groups and fewer groups than rows.", nameof(labels));
        return (rows, groups);
    }

    private static double Of(ReadOnlySpan<double> sums, RowsByGroup rows, int own)
    {
        var size = rows.Members(own).Length;
        if (size == 1) return 0;
        var within = sums[own] / (size - 1);
        var next = double.PositiveInfinity;
        for (var group = 0; group < sums.Length; group++)
        {
            var others = rows.Members(group).Length;
            if (group != own && others > 0) next = Math.Min(next, sums[group] / others);
        }
        var larger = Math.Max(within, next);
        return larger == 0 ? 0 : (next - within) / larger;
    }
}
