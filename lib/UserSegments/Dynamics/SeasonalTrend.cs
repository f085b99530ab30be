using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>A series taken apart by STL (Cleveland, Cleveland, McRae and Terpenning, 1990): value = trend + season + rest.</summary>
/// <param name="Trend">(n) the slow part.</param>
/// <param name="Season">(n) what repeats each period, slowly changing.</param>
/// <param name="Rest">(n) what is left.</param>
/// <param name="Weights">(n) robustness weights, 0 for outliers; all 1 without robust passes.</param>
public sealed record SeasonalTrend(double[] Trend, double[] Season, double[] Rest, double[] Weights)
{
    /// <summary>Takes a series apart.</summary>
    /// <param name="values">(n) finite, evenly spaced; at least two periods.</param>
    /// <param name="period">Values in a period, at least 2.</param>
    /// <param name="seasonal">Span of the loess over one place in the period, odd, at least 7: larger means a steadier season.</param>
    /// <param name="robust">Whether outliers are given little weight (15 outer passes of 1 inner one, else 2 inner ones).</param>
    /// <remarks>Spans of trend and low-pass filter as the paper proposes. O(n · span) a pass. Deterministic.</remarks>
    public static SeasonalTrend Of(IReadOnlyList<double> values, int period, int seasonal = 7, bool robust = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check.AtLeast(period, 2);
        Check.AtLeast(seasonal, 7);
        if (seasonal % 2 == 0) throw new ArgumentOutOfRangeException(nameof(seasonal), seasonal, $"seasonal is {seasonal}, expected an odd number.");
        if (values.Count < 2 * period) throw new ArgumentException($"values has {values.Count} entries, expected at least two periods of {period}.", nameof(values));
        if (values.Any(value => !double.IsFinite(value))) throw new ArgumentException("values holds a number that is not finite.", nameof(values));
        double[] y = [.. values];
        var trendSpan = Odd(1.5 * period / (1 - 1.5 / seasonal));
        var (trend, season, weights) = (new double[y.Length], new double[y.Length], new double[y.Length]);
        Array.Fill(weights, 1);
        for (var outer = 0; outer < (robust ? 15 : 1); outer++)
        {
            for (var inner = 0; inner < (robust ? 1 : 2); inner++)
            {
                var cycle = CycleSubseries(y.Zip(trend, (a, b) => a - b).ToArray(), period, seasonal, weights);   // (n + 2 period)
                var low = MovingAverage(MovingAverage(MovingAverage(cycle, period), period), 3);                 // (n)
                low = Smooth(low, Odd(period), null);
                for (var i = 0; i < y.Length; i++) season[i] = cycle[period + i] - low[i];
                trend = Smooth(y.Zip(season, (a, b) => a - b).ToArray(), trendSpan, weights);
            }
            if (robust) weights = Robustness(y, trend, season);
        }
        return new SeasonalTrend(trend, season, [.. y.Select((value, i) => value - trend[i] - season[i])], weights);
    }

    // Each place in the period is a series of its own; it is smoothed and led on by one value at both ends.
    private static double[] CycleSubseries(double[] detrended, int period, int span, double[] weights)
    {
        var cycle = new double[detrended.Length + 2 * period];
        for (var place = 0; place < period; place++)
        {
            var indices = Enumerable.Range(0, (detrended.Length - place + period - 1) / period).Select(i => place + i * period).ToArray();
            var (own, ownWeights) = (Array.ConvertAll(indices, i => detrended[i]), Array.ConvertAll(indices, i => weights[i]));
            for (var i = -1; i <= own.Length; i++) cycle[place + (i + 1) * period] = Loess(own, span, ownWeights, i);
        }
        return cycle;
    }

    private static double[] Smooth(double[] values, int span, double[]? weights)
    {
        var smooth = new double[values.Length];
        for (var i = 0; i < values.Length; i++) smooth[i] = Loess(values, span, weights, i);
        return smooth;
    }

    // Local line through the nearest values, tricube weights; a span beyond the series widens the weights in proportion.
    private static double Loess(double[] values, int span, double[]? weights, int at)
    {
        var n = values.Length;
        var count = Math.Min(span, n);
        var first = Math.Clamp(at - count / 2, 0, n - count);
        var reach = (double)Math.Max(at - first, first + count - 1 - at);
        if (span > n) reach += (span - n) / 2.0;
        reach = Math.Max(reach, 1);
        var (sum, sumX, sumY, sumXX, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = first; i < first + count; i++)
        {
            var distance = Math.Abs(i - at) / reach;
            var tricube = distance >= 0.999 ? 0 : distance <= 0.001 ? 1 : Math.Pow(1 - distance * distance * distance, 3);
            var weight = tricube * (weights?[i] ?? 1);
            double x = i - at;
            (sum, sumX, sumY, sumXX, sumXY) = (sum + weight, sumX + weight * x, sumY + weight * values[i], sumXX + weight * x * x, sumXY + weight * x * values[i]);
        }
        if (sum <= 0) return values[Math.Clamp(at, 0, n - 1)];
        var spread = sumXX - sumX * sumX / sum;
        if (spread <= 1e-6 * reach * reach * sum) return sumY / sum;
        var slope = (sumXY - sumX * sumY / sum) / spread;
        return (sumY - slope * sumX) / sum;
    }

    private static double[] MovingAverage(double[] values, int span)
    {
        var (average, sum) = (new double[values.Length - span + 1], values.Take(span).Sum());
        average[0] = sum / span;
        for (var i = 1; i < average.Length; i++) average[i] = (sum += values[i + span - 1] - values[i - 1]) / span;
        return average;
    }

    // Bisquare of the rest over six times its median size.
    private static double[] Robustness(double[] y, double[] trend, double[] season)
    {
        var size = y.Select((value, i) => Math.Abs(value - trend[i] - season[i])).ToArray();
        var sorted = size.Order().ToArray();
        var limit = 3 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
        return Array.ConvertAll(size, x => limit <= 0 || x <= 0.001 * limit ? 1 : x >= 0.999 * limit ? 0 : Math.Pow(1 - x / limit * (x / limit), 2));
    }

    private static int Odd(double least) => (int)Math.Ceiling(least) is var n && n % 2 == 0 ? n + 1 : n;
}
