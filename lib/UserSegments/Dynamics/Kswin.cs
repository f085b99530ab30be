using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>KSWIN (Raab, Heusinger and Schleif, 2020): Kolmogorov and Smirnov's test of the latest numbers against a sample of those before.</summary>
/// <remarks>Sees any change of the distribution, not of the mean alone. O(recent · log recent) for each number once the window is full; O(window) memory. Deterministic by seed.</remarks>
public sealed class Kswin : IDriftDetector
{
    private readonly Queue<double> window = new();
    private readonly Rng rng;
    private readonly int length, recent;
    private readonly double threshold;

    /// <summary>Starts with an empty window.</summary>
    /// <param name="alpha">Chance of a false alarm at each number, above 0, below 1; neighbouring tests are far from independent.</param>
    /// <param name="length">Numbers in the window, at least twice <paramref name="recent"/>.</param>
    /// <param name="recent">Numbers that are the present, at least 5.</param>
    /// <param name="seed">Seed of the samples.</param>
    public Kswin(double alpha = 0.0001, int length = 300, int recent = 60, ulong seed = 0)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, FormattableString.Invariant($"alpha is {alpha}, expected above 0 and below 1."));
        this.recent = Check.AtLeast(recent, 5);
        this.length = Check.AtLeast(length, 2 * recent);
        rng = new Rng(seed);
        // Smirnov's asymptotic: P(D > t) ≈ 2 exp(-2 t² n m / (n + m)), n = m = recent.
        threshold = Math.Sqrt(-Math.Log(alpha / 2) / recent);
    }

    /// <inheritdoc/>
    public bool Add(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"value is {value}, expected a finite number."));
        window.Enqueue(value);
        if (window.Count <= length) return false;
        window.Dequeue();
        var all = window.ToArray();
        var present = all[^recent..];
        var past = Array.ConvertAll(rng.Sample(length - recent, recent), i => all[i]);
        if (Distance(past, present) <= threshold) return false;
        window.Clear();
        foreach (var kept in present) window.Enqueue(kept);
        return true;
    }

    /// <summary>The largest distance between two empirical distribution functions.</summary>
    /// <param name="a">Numbers of the first sample, at least 1.</param>
    /// <param name="b">Numbers of the second sample, at least 1.</param>
    public static double Distance(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.AtLeast(a.Count, 1);
        Check.AtLeast(b.Count, 1);
        double[] x = [.. a.Order()], y = [.. b.Order()];
        var (i, j, largest) = (0, 0, 0.0);
        while (i < x.Length && j < y.Length)
        {
            var value = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == value) i++;
            while (j < y.Length && y[j] == value) j++;
            largest = Math.Max(largest, Math.Abs((double)i / x.Length - (double)j / y.Length));
        }
        return largest;
    }
}
