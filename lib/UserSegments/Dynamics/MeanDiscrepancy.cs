using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Whether two sets of vectors come from one distribution: maximum mean discrepancy with a permutation test (Gretton et al., 2012).</summary>
/// <param name="Statistic">The squared discrepancy, unbiased; about 0 for equal distributions.</param>
/// <param name="PValue">Share of permutations with a statistic at least as large, the observed one counted in: exact at any size.</param>
/// <param name="Bandwidth">Width of the Gaussian kernel: the median distance.</param>
public sealed record MeanDiscrepancy(double Statistic, double PValue, double Bandwidth)
{
    /// <summary>Tests two sets.</summary>
    /// <param name="a">(n, d) vectors, n at least 2, finite.</param>
    /// <param name="b">(m, d) vectors, m at least 2, finite.</param>
    /// <param name="permutations">Number of permutations, at least 19.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <remarks>O((n + m)² (d + permutations)) time, O((n + m)²) memory: draw a sample first where n + m is above a few thousand.</remarks>
    public static MeanDiscrepancy Test(Matrix a, Matrix b, int permutations = 199, ulong seed = 0)
    {
        Check.Finite(a);
        Check.Finite(b);
        Check.AtLeast(a.Rows, 2);
        Check.AtLeast(b.Rows, 2);
        Check.AtLeast(permutations, 19);
        if (a.Columns != b.Columns) throw new ArgumentException($"b has {b.Columns} columns, expected {a.Columns} as in a.", nameof(b));
        var n = a.Rows + b.Rows;
        var kernel = new float[n, n];
        Blocks.For(n, 32, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j < n; j++) kernel[i, j] = (float)Euclid.SquaredExactly(Row(i), Row(j));
            }
        });
        var distances = new List<float>();
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++) distances.Add(kernel[i, j]);
        }
        distances.Sort();
        var squared = Math.Max(distances[distances.Count / 2], 1e-12);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) kernel[i, j] = (float)Math.Exp(-kernel[i, j] / (2 * squared));
        }
        var observed = Statistics(kernel, [.. Enumerable.Range(0, n)], a.Rows);
        var larger = new int[permutations];
        var source = new Rng(seed);
        Blocks.For(permutations, 8, (_, start, end) =>
        {
            for (var p = start; p < end; p++)
            {
                int[] order = [.. Enumerable.Range(0, n)];
                source.Fork((ulong)p).Shuffle<int>(order);
                if (Statistics(kernel, order, a.Rows) >= observed) larger[p] = 1;
            }
        });
        return new MeanDiscrepancy(observed, (1.0 + larger.Sum()) / (1.0 + permutations), Math.Sqrt(squared));

        Span<float> Row(int i) => i < a.Rows ? a.Row(i) : b.Row(i - a.Rows);
    }

    private static double Statistics(float[,] kernel, int[] order, int first)
    {
        var (n, m) = ((double)first, (double)(order.Length - first));
        var (withinA, withinB, between) = (0.0, 0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
            {
                var value = kernel[order[i], order[j]];
                if (j < first) withinA += value;
                else if (i >= first) withinB += value;
                else between += value;
            }
        }
        return 2 * withinA / (n * (n - 1)) + 2 * withinB / (m * (m - 1)) - 2 * between / (n * m);
    }
}
