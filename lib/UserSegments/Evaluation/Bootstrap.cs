using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Intervals by drawing users again with replacement (Efron, 1979).</summary>
public static class Bootstrap
{
    /// <summary>The mean with its percentile interval.</summary>
    /// <param name="values">One value a user; NaN is not allowed.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="level">Share of the resampled means inside the interval, above 0 and below 1.</param>
    /// <param name="resamples">How often the users are drawn again, at least 1.</param>
    /// <returns>The mean, and the (1 - level) / 2 quantile from each side; all NaN for no values.</returns>
    /// <remarks>O(resamples · n); the same bits on any number of threads. It speaks of other users, not of another split or another seed of the model.</remarks>
    public static Estimate Interval(IReadOnlyList<double> values, ulong seed, double level = 0.95, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] own = [.. values];
        return Resampled(own, rng =>
        {
            var sum = 0.0;
            for (var i = 0; i < own.Length; i++) sum += own[rng.NextInt(own.Length)];
            return sum / own.Length;
        }, seed, level, resamples);
    }

    /// <summary>The mean with its percentile interval, where values come in groups that are drawn as a whole: the lists of one person, say.</summary>
    /// <param name="values">(n) values; NaN is not allowed.</param>
    /// <param name="groups">(n) the group of each.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="level">Share of the resampled means inside the interval, above 0 and below 1.</param>
    /// <param name="resamples">How often the groups are drawn again, at least 1.</param>
    /// <remarks>The mean is over the values, so large groups count more. O(n + resamples · groups); the same bits on any number of threads.</remarks>
    public static Estimate Interval(IReadOnlyList<double> values, IReadOnlyList<int> groups, ulong seed, double level = 0.95, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(groups);
        Check.SameLength(groups.Count, values.Count, nameof(groups), nameof(values));
        var parts = Enumerable.Range(0, values.Count).GroupBy(i => groups[i]).Select(part => (Sum: part.Sum(i => values[i]), Count: part.Count())).ToArray();
        return Resampled([.. values], rng =>
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < parts.Length; i++)
            {
                var part = parts[rng.NextInt(parts.Length)];
                (sum, count) = (sum + part.Sum, count + part.Count);
            }
            return sum / count;
        }, seed, level, resamples);
    }

    private static Estimate Resampled(double[] values, Func<Rng, double> draw, ulong seed, double level, int resamples)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, $"level is {level}, expected above 0 and below 1.");
        Check.AtLeast(resamples, 1);
        if (values.Length == 0) return new Estimate(double.NaN, double.NaN, double.NaN);
        var source = new Rng(seed);
        var means = new double[resamples];
        Blocks.For(resamples, 50, (block, start, end) =>
        {
            var rng = source.Fork((ulong)block);
            for (var b = start; b < end; b++) means[b] = draw(rng);
        });
        Array.Sort(means);
        var tail = (1 - level) / 2;
        return new Estimate(values.Average(), Quantile(means, tail), Quantile(means, 1 - tail));
    }

    // Linear between order statistics, as NumPy's default.
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
