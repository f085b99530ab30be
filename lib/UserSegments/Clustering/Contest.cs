using System.Diagnostics;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The same rows through several algorithms: validity, stability, noise, cost and - given a scorer - what each does for recommendations.</summary>
/// <remarks>
/// Scores that leave noise out flatter an algorithm that calls much noise: the table gives both. Seconds and memory depend on the machine; all
/// else is the same on any number of threads.
/// </remarks>
public static class Contest
{
    /// <summary>Holds the contest.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="contestants">Those who take part; <see cref="Contestant.All"/> gives the algorithms of this room.</param>
    /// <param name="options">Effort, truth, scorer.</param>
    /// <exception cref="ArgumentException">There is no contestant, or a value is not finite.</exception>
    public static ContestResult Run(Matrix points, IReadOnlyList<Contestant> contestants, ContestOptions? options = null)
    {
        options ??= new ContestOptions();
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(contestants);
        if (contestants.Count == 0) throw new ArgumentException("contestants is empty, expected at least one.", nameof(contestants));
        if (options.Truth is { } truth) Check.SameLength(truth.Length, points.Rows, "Truth", "the rows of points");
        var sample = points.Rows <= options.SampleRows ? null : new Rng(options.Seed).Sample(points.Rows, options.SampleRows);
        if (sample is not null) Array.Sort(sample);
        return new ContestResult([.. contestants.Select(contestant => Enter(points, sample, contestant, options))], points.Rows, options);
    }

    private static ContestEntry Enter(Matrix points, int[]? sample, Contestant contestant, ContestOptions options)
    {
        var (groups, seconds, peak) = Measured(() => contestant.Fit(points, options.Seed));
        var part = sample is null ? points : points.SelectRows(sample);
        var partLabels = sample is null ? groups.Labels : Array.ConvertAll(sample, i => groups.Labels[i]);
        var filled = groups.Sizes.Count(size => size > 1);
        var whole = sample is null ? groups : contestant.Fit(part, options.Seed);
        var stability = StabilityOf(part, whole, contestant, options);
        var entry = new ContestEntry
        {
            Name = contestant.Name,
            Clustering = groups,
            Stability = stability,
            Smallest = groups.Count == 0 ? 0 : groups.Sizes.Min(),
            Seconds = seconds,
            PeakMegabytes = peak,
            Truth = options.Truth is null ? double.NaN : PartitionAgreement.AdjustedRand(options.Truth, groups.Labels),
        };
        if (filled >= 2)
        {
            var assigned = groups.WithNoiseAssigned(points).Labels;
            entry = entry with
            {
                Silhouette = Silhouettes(points, groups.Labels, options),
                SilhouetteWithNoise = Silhouettes(points, assigned, options),
                DaviesBouldin = DaviesBouldin.Of(points, groups.Labels),
                Dbcv = DensityIndex(part, partLabels),
            };
        }
        return options.Score is null ? entry : Scored(entry, options);
    }

    private static Estimate StabilityOf(Matrix part, Clustering whole, Contestant contestant, ContestOptions options)
    {
        var stability = Stability.Bootstrap(part, whole, contestant.Fit, options.Resamples, options.Seed);
        return stability.AdjustedRand.Length < 2
            ? new Estimate(stability.Mean, stability.Mean, stability.Mean)
            : Bootstrap.Interval(stability.AdjustedRand, options.Seed);
    }

    private static double Silhouettes(Matrix points, int[] labels, ContestOptions options)
    {
        var rows = labels.Count(label => label >= 0);
        var groups = labels.Where(label => label >= 0).Distinct().Count();
        if (groups < 2 || groups >= rows) return double.NaN;
        return rows <= options.SampleRows ? Silhouette.Mean(points, labels) : Silhouette.Sampled(points, labels, options.SampleRows, options.Seed).Mean;
    }

    private static double DensityIndex(Matrix part, int[] labels) =>
        labels.Where(label => label >= 0).GroupBy(label => label).Count(group => group.Count() > 1) < 2 ? double.NaN : Dbcv.Of(part, labels);

    private static ContestEntry Scored(ContestEntry entry, ContestOptions options)
    {
        var values = options.Score!(entry.Clustering);
        var users = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]) && (options.Baseline is null || !double.IsNaN(options.Baseline[i]))).ToArray();
        if (users.Length < 2) return entry;
        var scores = Array.ConvertAll(users, i => values[i]);
        return entry with
        {
            Score = Bootstrap.Interval(scores, options.Seed),
            Gain = options.Baseline is { } baseline ? PairedTests.Permutation(scores, Array.ConvertAll(users, i => baseline[i]), options.Seed) : null,
        };
    }

    private static (Clustering Groups, double Seconds, double Peak) Measured(Func<Clustering> fit)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, done) = (before, false);
        var watch = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                most = Math.Max(most, GC.GetTotalMemory(false));
                Thread.Sleep(3);
            }
        }) { IsBackground = true };
        watch.Start();
        try
        {
            var clock = Stopwatch.StartNew();
            var groups = fit();
            return (groups, clock.Elapsed.TotalSeconds, Math.Max(0, Math.Max(most, GC.GetTotalMemory(false)) - before) / 1e6);
        }
        finally
        {
            Volatile.Write(ref done, true);
            watch.Join();
        }
    }
}
