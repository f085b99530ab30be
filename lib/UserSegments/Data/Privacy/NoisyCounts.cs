using MathNet.Numerics.Distributions;
using UserSegments.Numerics;

namespace UserSegments.Data.Privacy;

/// <summary>Counts and sums released under differential privacy.</summary>
/// <remarks>
/// The seed makes a run repeatable, and whoever knows it can take the noise away: for a release to strangers draw it at random and keep it secret.
/// One person's presence or absence defines neighbouring data.
/// </remarks>
public static class NoisyCounts
{
    /// <summary>
    /// Counts plus two-sided geometric noise, P(k) = (1 - a) / (1 + a) · a^|k| with a = exp(-epsilon / contribution) (Ghosh, Roughgarden and Sundararajan, 2009): the Laplace
    /// mechanism on whole numbers, without the holes that floating-point noise leaves (Mironov, 2012).
    /// </summary>
    /// <param name="counts">The true counts.</param>
    /// <param name="epsilon">Privacy of the whole list, above 0.</param>
    /// <param name="contribution">By how much one person can change the sum of all counts, at least 1: 1 where everybody is in one group.</param>
    /// <param name="budget">Pays for it.</param>
    /// <param name="purpose">What is released, for the account.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <returns>Noisy counts, unbiased; they may be below 0.</returns>
    /// <exception cref="InvalidOperationException">The budget does not hold it.</exception>
    public static long[] Laplace(IReadOnlyList<long> counts, double epsilon, int contribution, PrivacyBudget budget, string purpose, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(budget);
        Check.AtLeast(contribution, 1);
        budget.Spend(purpose, epsilon);
        var rng = new Rng(seed);
        var scale = epsilon / contribution;
        // The difference of two geometric numbers is two-sided geometric.
        return [.. counts.Select(count => count + Geometric(scale, rng) - Geometric(scale, rng))];
    }

    /// <summary>Numbers plus normal noise of the smallest standard deviation that gives (epsilon, delta) (the analytic Gaussian mechanism, Balle and Wang, 2018): for centres of groups.</summary>
    /// <param name="values">The true numbers.</param>
    /// <param name="sensitivity">The Euclidean length by which one person can change them all, above 0.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="delta">Above 0, below 1.</param>
    /// <param name="budget">Pays for it.</param>
    /// <param name="purpose">What is released, for the account.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <exception cref="InvalidOperationException">The budget does not hold it.</exception>
    public static double[] Gaussian(IReadOnlyList<double> values, double sensitivity, double epsilon, double delta, PrivacyBudget budget, string purpose, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(budget);
        var deviation = GaussianDeviation(sensitivity, epsilon, delta);
        budget.Spend(purpose, epsilon, delta);
        var rng = new Rng(seed);
        return [.. values.Select(value => value + deviation * rng.NextGaussian())];
    }

    /// <summary>The standard deviation of <see cref="Gaussian"/>: the smallest s with <c>Phi(D/2s - eps s/D) - e^eps Phi(-D/2s - eps s/D) ≤ delta</c>.</summary>
    /// <param name="sensitivity">D, above 0.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="delta">Above 0, below 1.</param>
    public static double GaussianDeviation(double sensitivity, double epsilon, double delta)
    {
        Check.Positive(sensitivity);
        Check.Positive(epsilon);
        if (!(delta > 0 && delta < 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, FormattableString.Invariant($"delta is {delta}, expected above 0 and below 1."));
        var (low, high) = (0.0, sensitivity);
        while (Leak(high) > delta) high *= 2;
        for (var i = 0; i < 200 && high - low > 1e-12 * high; i++)
        {
            var middle = (low + high) / 2;
            if (Leak(middle) > delta) low = middle;
            else high = middle;
        }
        return high;

        double Leak(double s) => s == 0
            ? 1
            : Normal.CDF(0, 1, sensitivity / (2 * s) - epsilon * s / sensitivity) - Math.Exp(epsilon) * Normal.CDF(0, 1, -sensitivity / (2 * s) - epsilon * s / sensitivity);
    }

    // P(k) = (1 - a) a^k with a = exp(-scale), by inversion: floor(ln u / ln a).
    private static long Geometric(double scale, Rng rng) => (long)Math.Floor(-Math.Log(1 - rng.NextDouble()) / scale);
}
