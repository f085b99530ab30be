using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How surely each segment is found again when other users are drawn (Hennig, 2007).</summary>
public static class SegmentStability
{
    /// <summary>Groups bootstrap samples anew and looks for each segment among their groups.</summary>
    /// <param name="points">(n, d) the vectors that were grouped.</param>
    /// <param name="clustering">(n) the partition that is judged.</param>
    /// <param name="fit">Groups any vectors as the partition was made, by a seed.</param>
    /// <param name="rounds">Samples, at least 1.</param>
    /// <param name="seed">Seed of the samples.</param>
    /// <returns>(k) mean over the rounds of the largest Jaccard similarity between a segment and a group, both within the sample; NaN for an empty segment.</returns>
    /// <remarks>As a rule of the paper, 0.85 and more is highly stable, below 0.6 not to be trusted. <c>rounds</c> times the cost of fit.</remarks>
    public static double[] Measure(Matrix points, Clustering.Clustering clustering, Func<Matrix, ulong, Clustering.Clustering> fit, int rounds = 20, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(clustering);
        ArgumentNullException.ThrowIfNull(fit);
        Check.SameLength(clustering.Labels.Length, points.Rows, nameof(clustering), nameof(points));
        Check.AtLeast(rounds, 1);
        var (sums, met) = (new double[clustering.Count], new int[clustering.Count]);
        var source = new Rng(seed);
        for (var round = 0; round < rounds; round++)
        {
            var rng = source.Fork((ulong)round);
            int[] drawn = [.. Enumerable.Range(0, points.Rows).Select(_ => rng.NextInt(points.Rows)).Distinct().Order()];
            var found = fit(points.SelectRows(drawn), seed + (ulong)round);
            int[] wanted = [.. drawn.Select(i => clustering.Labels[i])];
            for (var c = 0; c < clustering.Count; c++)
            {
                if (!wanted.Contains(c)) continue;
                sums[c] += Best(wanted, found.Labels, c, found.Count);
                met[c]++;
            }
        }
        return [.. sums.Select((sum, c) => met[c] == 0 ? double.NaN : sum / met[c])];
    }

    private static double Best(int[] wanted, int[] found, int segment, int groups)
    {
        var (both, sizes, own) = (new int[groups], new int[groups], 0);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == segment) own++;
            if (found[i] < 0) continue;
            sizes[found[i]]++;
            if (wanted[i] == segment) both[found[i]]++;
        }
        return Enumerable.Range(0, groups).Select(g => (double)both[g] / (own + sizes[g] - both[g])).DefaultIfEmpty().Max();
    }
}
