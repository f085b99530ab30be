using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How well a partition comes back when its rows are drawn anew (Hennig, 2007).</summary>
/// <param name="Jaccard">(groups) mean over resamples of each group's likeness with its best match; above 0.75 the group is stable, below 0.5 it dissolves.</param>
/// <param name="AdjustedRand">Agreement of the whole partition with each resample's, over the rows drawn.</param>
/// <param name="Resamples">Number of resamples.</param>
public sealed record Stability(double[] Jaccard, double[] AdjustedRand, int Resamples)
{
    /// <summary>Mean agreement over resamples.</summary>
    public double Mean => AdjustedRand.Average();

    /// <summary>Measures the stability of an algorithm on rows.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="algorithm">Groups given rows with a given seed.</param>
    /// <param name="resamples">Bootstrap samples, at least 1.</param>
    /// <param name="seed">Seed of the draws and of the algorithm.</param>
    /// <remarks>Each resample draws n rows with replacement; what it says is compared on the distinct rows drawn. Noise belongs to no group.</remarks>
    public static Stability Bootstrap(Matrix points, Func<Matrix, ulong, Clustering> algorithm, int resamples, ulong seed)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(algorithm);
        Check.AtLeast(resamples, 1);
        return Bootstrap(points, algorithm(points, seed), algorithm, resamples, seed);
    }

    internal static Stability Bootstrap(Matrix points, Clustering whole, Func<Matrix, ulong, Clustering> algorithm, int resamples, ulong seed)
    {
        var rng = new Rng(seed);
        var (jaccard, times, rand) = (new double[whole.Count], new int[whole.Count], new double[resamples]);
        for (var r = 0; r < resamples; r++)
        {
            var own = rng.Fork((ulong)r);
            var drawn = new int[points.Rows];
            for (var i = 0; i < drawn.Length; i++) drawn[i] = own.NextInt(points.Rows);
            var labels = algorithm(points.SelectRows(drawn), seed + (ulong)r + 1).Labels;
            var distinct = Enumerable.Range(0, drawn.Length).DistinctBy(i => drawn[i]).ToArray();
            var (before, after) = (Array.ConvertAll(distinct, i => whole.Labels[drawn[i]]), Array.ConvertAll(distinct, i => labels[i]));
            rand[r] = PartitionAgreement.AdjustedRand(before, after);
            var best = PartitionAgreement.BestJaccard(before, after);
            foreach (var group in before.Where(label => label >= 0).Distinct())
            {
                jaccard[group] += best[group];
                times[group]++;
            }
        }
        for (var group = 0; group < jaccard.Length; group++) jaccard[group] = times[group] == 0 ? 0 : jaccard[group] / times[group];
        return new Stability(jaccard, rand, resamples);
    }
}
