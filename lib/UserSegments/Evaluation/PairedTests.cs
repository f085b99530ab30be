using System.Numerics;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Tests of two methods on the same users, and the correction for asking often.</summary>
/// <remarks>Pairs in which either value is NaN are left out. Two-sided throughout.</remarks>
public static class PairedTests
{
    /// <summary>Permutation test: signs of the differences are turned at random (Fisher, 1935; Smucker et al., 2007).</summary>
    /// <param name="first">One value a user.</param>
    /// <param name="second">The other method's values for the same users.</param>
    /// <param name="seed">Seed of the signs and of the interval.</param>
    /// <param name="rounds">Random sign patterns, at least 1.</param>
    /// <returns>p = (1 + patterns whose |mean| reaches the observed one) / (1 + rounds), so it is never 0; with the bootstrap interval of the difference.</returns>
    /// <remarks>O(rounds · n); the same bits on any number of threads.</remarks>
    public static PairedTest Permutation(IReadOnlyList<double> first, IReadOnlyList<double> second, ulong seed, int rounds = 10_000)
    {
        var differences = Differences(first, second);
        Check.AtLeast(rounds, 1);
        double[] nonzero = [.. differences.Where(d => d != 0)];                // a zero keeps its sign
        var observed = Math.Abs(nonzero.Sum());
        var slack = 1e-12 * nonzero.Sum(Math.Abs);                             // equal sums in another order of adding still count
        var source = new Rng(seed);
        var reached = (long)Blocks.Sum(rounds, 200, (start, end) =>
        {
            var rng = source.Fork((ulong)start);
            var count = 0;
            for (var round = start; round < end; round++)
            {
                var (sum, bits) = (0.0, 0UL);
                for (var i = 0; i < nonzero.Length; i++)
                {
                    if ((i & 63) == 0) bits = rng.NextBits();
                    sum += (bits & 1) == 0 ? nonzero[i] : -nonzero[i];
                    bits >>= 1;
                }
                if (Math.Abs(sum) >= observed - slack) count++;
            }
            return count;
        });
        return new PairedTest(Bootstrap.Interval(differences, seed), (1.0 + reached) / (1.0 + rounds), differences.Length);
    }

    /// <summary>Wilcoxon's signed-rank test (1945): zeros are dropped, equal sizes share their mean rank.</summary>
    /// <param name="first">One value a user.</param>
    /// <param name="second">The other method's values for the same users.</param>
    /// <param name="seed">Seed of the interval of the mean difference.</param>
    /// <returns>Exact p for at most 50 pairs without zeros and ties, else the normal approximation with the correction for ties and without one for continuity, as SciPy does.</returns>
    public static PairedTest Wilcoxon(IReadOnlyList<double> first, IReadOnlyList<double> second, ulong seed = 1)
    {
        var all = Differences(first, second);
        double[] sorted = [.. all.Where(d => d != 0).OrderBy(Math.Abs)];
        var n = sorted.Length;
        var interval = Bootstrap.Interval(all, seed);
        if (n == 0) return new PairedTest(interval, 1, all.Length);
        var (positive, ties, exact) = (0.0, 0.0, n <= 50 && n == all.Length);
        for (var start = 0; start < n;)
        {
            var end = start + 1;
            while (end < n && Math.Abs(sorted[end]) == Math.Abs(sorted[start])) end++;
            var (rank, size) = ((start + 1 + end) / 2.0, end - start);
            if (size > 1) exact = false;
            ties += (double)size * size * size - size;
            for (; start < end; start++) positive += sorted[start] > 0 ? rank : 0;
        }
        if (exact) return new PairedTest(interval, ExactSignedRank(n, (int)Math.Round(positive)), n);
        var mean = n * (n + 1.0) / 4;
        var variance = n * (n + 1.0) * (2.0 * n + 1) / 24 - ties / 48;
        var z = Math.Abs(positive - mean) / Math.Sqrt(variance);
        return new PairedTest(interval, Math.Min(1, MathNet.Numerics.SpecialFunctions.Erfc(z / Math.Sqrt(2))), all.Length);
    }

    /// <summary>Holm's correction (1979): p-values that may be compared with the level as they are, however many were asked.</summary>
    /// <param name="pValues">One p-value a question.</param>
    /// <returns>In the same order: the i-th smallest times (m - i + 1), never falling, at most 1.</returns>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        for (var place = 0; place < order.Length; place++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - place) * pValues[order[place]]));
            adjusted[order[place]] = largest;
        }
        return adjusted;
    }

    // Of the 2^n sign patterns, those whose sum of positive ranks is at most the smaller tail; counted by adding one rank at a time.
    private static double ExactSignedRank(int n, int positive)
    {
        var total = n * (n + 1) / 2;
        var tail = Math.Min(positive, total - positive);
        var ways = new BigInteger[tail + 1];
        ways[0] = 1;
        for (var rank = 1; rank <= n; rank++)
        {
            for (var sum = tail; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        }
        var count = ways.Aggregate(BigInteger.Zero, (a, b) => a + b);
        return Math.Min(1, 2 * (double)count / Math.Pow(2, n));
    }

    private static double[] Differences(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Check.SameLength(second.Count, first.Count, nameof(second), nameof(first));
        return [.. first.Zip(second, (a, b) => a - b).Where(d => !double.IsNaN(d))];
    }
}
