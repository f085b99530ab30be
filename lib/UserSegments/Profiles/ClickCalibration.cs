using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Turns scores into probabilities of a click, <c>p = 1 / (1 + exp(-(b + s f)))</c> with s at least 0 (Platt, 1999).</summary>
/// <param name="Intercept">b.</param>
/// <param name="Slope">s, at least 0, so that the order of items stays.</param>
public sealed record ClickCalibration(double Intercept, double Slope)
{
    /// <summary>Fits by maximum likelihood (Newton), with Platt's smoothed targets so that separable scores stay finite.</summary>
    /// <param name="scores">(n) scores, finite.</param>
    /// <param name="clicked">(n) whether the item was clicked.</param>
    /// <exception cref="ArgumentException">Nothing, or everything, was clicked.</exception>
    public static ClickCalibration Fit(IReadOnlyList<float> scores, IReadOnlyList<bool> clicked)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(clicked);
        Check.SameLength(clicked.Count, scores.Count, nameof(clicked), nameof(scores));
        var clicks = clicked.Count(x => x);
        if (clicks == 0 || clicks == clicked.Count)
            throw new ArgumentException($"clicked holds {clicks} clicks among {clicked.Count}, expected some of each.", nameof(clicked));
        var (high, low) = ((clicks + 1.0) / (clicks + 2), 1.0 / (clicked.Count - clicks + 2));
        var mean = scores.Average(x => (double)x);
        var spread = Math.Max(1e-12, Math.Sqrt(scores.Average(x => (x - mean) * (x - mean))));
        var (intercept, slope) = (Math.Log((double)clicks / (clicked.Count - clicks)), 0.0);
        for (var pass = 0; pass < 100; pass++)
        {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-12, 0.0, 1e-12);
            for (var i = 0; i < scores.Count; i++)
            {
                var x = (scores[i] - mean) / spread;
                var p = 1 / (1 + Math.Exp(-(intercept + slope * x)));
                var (miss, weight) = (p - (clicked[i] ? high : low), p * (1 - p));
                (g0, g1, h00, h01, h11) = (g0 + miss, g1 + miss * x, h00 + weight, h01 + weight * x, h11 + weight * x * x);
            }
            var determinant = h00 * h11 - h01 * h01;
            if (!(Math.Abs(determinant) > 1e-300)) break;
            var (d0, d1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
            // Far from the optimum a full step can overshoot; a long one is cut.
            var cut = Math.Min(1, 4 / Math.Max(Math.Abs(d0), Math.Abs(d1)));
            (intercept, slope) = (intercept - cut * d0, slope - cut * d1);
            if (Math.Max(Math.Abs(d0), Math.Abs(d1)) < 1e-12) break;
        }
        if (slope < 0) return new ClickCalibration(Math.Log((double)clicks / (clicked.Count - clicks)), 0);
        return new ClickCalibration(intercept - slope * mean / spread, slope / spread);
    }

    /// <summary>The probability of a click.</summary>
    /// <param name="score">A score of the model that was calibrated.</param>
    public double Probability(float score) => 1 / (1 + Math.Exp(-(Intercept + Slope * score)));
}
