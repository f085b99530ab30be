using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>The Page-Hinkley test (Page, 1954; Hinkley, 1971): a change of the mean, up or down.</summary>
/// <remarks>
/// Sums <c>x_t - mean_t - delta</c> (and the mirror image); reports when a sum exceeds its minimum by the threshold. O(1) time and memory. The rate of false
/// alarms depends on the scale of the data: choose the threshold in units of their standard deviation.
/// </remarks>
/// <param name="delta">Changes of the mean smaller than this do not count, at least 0.</param>
/// <param name="threshold">How far the sum must rise, above 0.</param>
/// <param name="warmUp">Numbers before the first report, at least 1.</param>
public sealed class PageHinkley(double delta, double threshold, int warmUp = 30) : IDriftDetector
{
    private readonly double delta = Check.NotNegative(delta);
    private readonly double threshold = Check.Positive(threshold);
    private readonly int warmUp = Check.AtLeast(warmUp, 1);
    private long count;
    private double mean, up, leastUp, down, leastDown;

    /// <inheritdoc/>
    public bool Add(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"value is {value}, expected a finite number."));
        mean += (value - mean) / ++count;
        up += value - mean - delta;
        down += mean - value - delta;
        (leastUp, leastDown) = (Math.Min(leastUp, up), Math.Min(leastDown, down));
        if (count < warmUp || Math.Max(up - leastUp, down - leastDown) <= threshold) return false;
        (count, mean, up, leastUp, down, leastDown) = (0, 0, 0, 0, 0, 0);
        return true;
    }
}
