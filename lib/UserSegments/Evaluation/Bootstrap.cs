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
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, $"level is {level}, expected above 0 and below 1.");
        Check.AtLeast(resamples, 1);
        if (values.Count == 0) return new Estimate(double.NaN, double.NaN, double.NaN);
        double[] own = [.. values];
        var source = new Rng(seed);
        var means = new double[resamples];
        Blocks.For(resamples, 50, (block, start, end) =>
        {
            var rng = source.Fork((ulong)block);
            for (var b = start; b < end; b++)
            {
                var sum = 0.0;
                for (var i = 0; i < own.Length; i++) sum += own[rng.NextInt(own.Length)];
                means[b] = sum / own.Length;
            }
        });
        Array.Sort(means);
        var tail = (1 - level) / 2;
        return new Estimate(own.Average(), Quantile(means, tail), Quantile(means, 1 - tail));
    }

    // Linear between order statistics, as NumPy's default.
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
