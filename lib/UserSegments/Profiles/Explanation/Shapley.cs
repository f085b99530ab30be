using System.Numerics;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Shapley values (1953): what each part adds to a score, averaged over every order in which the parts could come.</summary>
/// <remarks>
/// A coalition is a bit mask: bit i says that part i is there. The score is asked for many coalitions at once, so that texts can be encoded in
/// batches. The values sum to the score of all parts less that of none.
/// </remarks>
public static class Shapley
{
    /// <summary>Parts that a bit mask holds.</summary>
    public const int MostParts = 63;

    private const int Batch = 512;

    /// <summary>Exact values from all 2^n coalitions.</summary>
    /// <param name="parts">n, 0 to 20.</param>
    /// <param name="value">The score of each coalition.</param>
    /// <returns>(n) values.</returns>
    /// <remarks>2^n scores and O(n 2^n) additions.</remarks>
    public static double[] Exact(int parts, Func<IReadOnlyList<ulong>, double[]> value)
    {
        Check.InRange(parts, 0, 20);
        ArgumentNullException.ThrowIfNull(value);
        var all = Scores([.. Enumerable.Range(0, 1 << parts).Select(mask => (ulong)mask)], value);
        // weight[s] = s! (n - s - 1)! / n! for a coalition of s others.
        var weight = new double[Math.Max(1, parts)];
        weight[0] = 1.0 / Math.Max(1, parts);
        for (var s = 1; s < parts; s++) weight[s] = weight[s - 1] * s / (parts - s);
        var shares = new double[parts];
        for (var mask = 0; mask < all.Length; mask++)
        {
            for (var i = 0; i < parts; i++)
            {
                if ((mask >> i & 1) == 0) shares[i] += weight[BitOperations.PopCount((uint)mask)] * (all[mask | 1 << i] - all[mask]);
            }
        }
        return shares;
    }

    /// <summary>Kernel SHAP (Lundberg and Lee, 2017): weighted least squares over sampled coalitions, each with its complement (Covert and Lee, 2021).</summary>
    /// <param name="parts">n, 0 to <see cref="MostParts"/>.</param>
    /// <param name="value">The score of each coalition.</param>
    /// <param name="samples">Coalitions that are asked for at most; all of them, and so exact values, where there are no more.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <returns>(n) values that sum to the score of all parts less that of none.</returns>
    public static double[] Kernel(int parts, Func<IReadOnlyList<ulong>, double[]> value, int samples = 2048, ulong seed = 1)
    {
        Check.InRange(parts, 0, MostParts);
        ArgumentNullException.ThrowIfNull(value);
        Check.AtLeast(samples, 2);
        var full = parts == 0 ? 0UL : ulong.MaxValue >> (64 - parts);
        var ends = value([0UL, full]);
        if (parts == 0) return [];
        if (parts == 1) return [ends[1] - ends[0]];
        var weights = parts < 31 && (1L << parts) - 2 <= samples ? AllCoalitions(parts) : Sampled(parts, samples, full, seed);
        ulong[] masks = [.. weights.Keys.Order()];
        return Solve(parts, masks, [.. masks.Select(mask => weights[mask])], Scores(masks, value), ends[0], ends[1]);
    }

    private static double[] Scores(ulong[] masks, Func<IReadOnlyList<ulong>, double[]> value)
    {
        var scores = new double[masks.Length];
        for (var start = 0; start < masks.Length; start += Batch)
        {
            var batch = masks[start..Math.Min(start + Batch, masks.Length)];
            var part = value(batch);
            Check.SameLength(part.Length, batch.Length, nameof(value), "the coalitions asked for");
            part.CopyTo(scores, start);
        }
        return scores;
    }

    private static Dictionary<ulong, double> AllCoalitions(int parts)
    {
        var weights = new Dictionary<ulong, double>();
        for (var mask = 1UL; mask < (1UL << parts) - 1; mask++)
        {
            var size = BitOperations.PopCount(mask);
            weights[mask] = (parts - 1) / (Choose(parts, size) * size * (parts - size));
        }
        return weights;
    }

    private static Dictionary<ulong, double> Sampled(int parts, int samples, ulong full, ulong seed)
    {
        var (rng, weights) = (new Rng(seed), new Dictionary<ulong, double>());
        // Sizes are drawn by the kernel's weight of all coalitions of that size; within a size every coalition is as likely.
        double[] sizes = [.. Enumerable.Range(1, parts - 1).Select(size => 1.0 / (size * (double)(parts - size)))];
        for (var draw = 0; draw < samples * 8 && weights.Count + 2 <= samples; draw++)
        {
            var mask = 0UL;
            foreach (var part in rng.Sample(parts, rng.NextIndex(sizes) + 1)) mask |= 1UL << part;
            weights[mask] = weights.GetValueOrDefault(mask) + 1;
            weights[full & ~mask] = weights.GetValueOrDefault(full & ~mask) + 1;
        }
        return weights;
    }

    /// <summary>Least squares with the sum of the values fixed: the last value is eliminated.</summary>
    private static double[] Solve(int parts, ulong[] masks, double[] weights, double[] scores, double none, double all)
    {
        var (n, sum) = (parts - 1, all - none);
        var matrix = new double[n, n + 1];
        var row = new double[n];
        for (var m = 0; m < masks.Length; m++)
        {
            var last = (double)(masks[m] >> n & 1);
            for (var i = 0; i < n; i++) row[i] = (masks[m] >> i & 1) - last;
            var target = scores[m] - none - last * sum;
            for (var i = 0; i < n; i++)
            {
                if (row[i] == 0) continue;
                for (var j = 0; j < n; j++) matrix[i, j] += weights[m] * row[i] * row[j];
                matrix[i, n] += weights[m] * row[i] * target;
            }
        }
        var values = Eliminate(matrix, n);
        return [.. values, sum - values.Sum()];
    }

    /// <summary>Gauss elimination with partial pivoting; a direction that no coalition tells of gets 0.</summary>
    private static double[] Eliminate(double[,] matrix, int n)
    {
        var scale = Enumerable.Range(0, n).Select(i => matrix[i, i]).DefaultIfEmpty().Max();
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(matrix[i, k]));
            for (var j = 0; j <= n; j++) (matrix[k, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[k, j]);
            if (Math.Abs(matrix[k, k]) <= 1e-12 * scale) continue;
            for (var i = k + 1; i < n; i++)
            {
                var factor = matrix[i, k] / matrix[k, k];
                for (var j = k; j <= n; j++) matrix[i, j] -= factor * matrix[k, j];
            }
        }
        var values = new double[n];
        for (var k = n - 1; k >= 0; k--)
        {
            if (Math.Abs(matrix[k, k]) <= 1e-12 * scale) continue;
            var rest = matrix[k, n];
            for (var j = k + 1; j < n; j++) rest -= matrix[k, j] * values[j];
            values[k] = rest / matrix[k, k];
        }
        return values;
    }

    private static double Choose(int n, int k)
    {
        var result = 1.0;
        for (var i = 1; i <= k; i++) result = result * (n - k + i) / i;
        return result;
    }
}
