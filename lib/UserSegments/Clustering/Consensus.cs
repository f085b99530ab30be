using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>One partition out of many runs on resampled rows: runs are matched group by group and vote (Dudoit and Fridlyand, 2003).</summary>
/// <param name="Clustering">The group most runs gave to each row.</param>
/// <param name="Votes">(n) share of the runs that gave a row its group: 1 sure, near 1 / groups a toss-up.</param>
/// <param name="Runs">Number of runs.</param>
public sealed record Consensus(Clustering Clustering, double[] Votes, int Runs)
{
    /// <summary>Runs an algorithm on resampled rows and lets the runs vote.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="algorithm">Groups given rows with a given seed.</param>
    /// <param name="runs">At least 1.</param>
    /// <param name="share">Share of rows drawn for each run, without replacement; above 0 and at most 1.</param>
    /// <param name="seed">Seed of the draws and of the algorithm.</param>
    /// <remarks>
    /// Groups of a run are matched to those of the run on all rows by the assignment that shares most rows (Kuhn, 1955). Rows left out of a run
    /// do not vote in it; noise does not vote. O(runs) fits and O(n groups) memory, never n x n. Noise: rows for which no run voted.
    /// </remarks>
    public static Consensus Run(Matrix points, Func<Matrix, ulong, Clustering> algorithm, int runs, double share, ulong seed)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(algorithm);
        Check.AtLeast(runs, 1);
        Check.InRange(Check.Positive(share), 0, 1);
        var n = points.Rows;
        var reference = algorithm(points, seed);
        var votes = new int[n, Math.Max(1, reference.Count)];
        Vote([.. Enumerable.Range(0, n)], reference);
        var rng = new Rng(seed);
        for (var run = 1; run < runs; run++)
        {
            var drawn = rng.Fork((ulong)run).Sample(n, Math.Max(1, (int)Math.Round(share * n)));
            Array.Sort(drawn);
            Vote(drawn, algorithm(points.SelectRows(drawn), seed + (ulong)run));
        }
        var (labels, shares) = (new int[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var (best, total) = (0, 0);
            for (var group = 0; group < votes.GetLength(1); group++)
            {
                total += votes[i, group];
                if (votes[i, group] > votes[i, best]) best = group;
            }
            labels[i] = total == 0 ? Clustering.Noise : best;
            shares[i] = total == 0 ? 0 : (double)votes[i, best] / total;
        }
        return new Consensus(new Clustering(labels, $"consensus of {runs} runs: {reference.Algorithm}", reference.Count), shares, runs);

        void Vote(int[] drawn, Clustering run)
        {
            var overlap = new double[run.Count, reference.Count];
            for (var i = 0; i < drawn.Length; i++)
            {
                if (run.Labels[i] >= 0 && reference.Labels[drawn[i]] >= 0) overlap[run.Labels[i], reference.Labels[drawn[i]]]++;
            }
            if (overlap.Length == 0) return;
            var match = Assignment.Maximise(overlap);
            for (var i = 0; i < drawn.Length; i++)
            {
                if (run.Labels[i] >= 0 && match[run.Labels[i]] >= 0) votes[drawn[i], match[run.Labels[i]]]++;
            }
        }
    }
}
