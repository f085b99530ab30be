using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>k-means over windows, smoothed in time (Chakrabarti, Kumar and Tomkins, 2006): each window starts from the centres of the one before and is held back by them.</summary>
/// <remarks>
/// In each pass a centre becomes <c>((1 - w) n m + w n' c') / ((1 - w) n + w n')</c>: m and n mean and size of its rows now, c' and n' centre and size in the window before, w the
/// weight of history. w = 0 is warm-started k-means, w = 1 never moves. A group keeps its number over windows. Deterministic on any number of threads.
/// </remarks>
public static class EvolutionaryKMeans
{
    /// <summary>Groups one window after another.</summary>
    /// <param name="windows">For each window, its rows (n, d), finite; all of one d, the first with at least k rows.</param>
    /// <param name="options">How the first window is grouped; passes and tolerance hold for all.</param>
    /// <param name="history">Weight of history w, 0 to 1.</param>
    /// <returns>For each window, labels (n) and centres (k, d); a window without rows keeps the centres.</returns>
    public static IReadOnlyList<UserSegments.Clustering.Clustering> Fit(IReadOnlyList<Matrix> windows, KMeansOptions options, double history)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(options);
        Check.InRange(history, 0, 1);
        var results = new List<UserSegments.Clustering.Clustering>();
        Matrix? before = null;
        double[] sizes = [];
        foreach (var window in windows)
        {
            UserSegments.Clustering.Clustering now;
            if (before is null) now = new KMeans(options).Fit(window);
            else now = Step(Check.Finite(window), before, sizes, options, history);
            results.Add(now);
            (before, sizes) = (now.Centres!, Array.ConvertAll(now.Sizes, size => (double)size));
        }
        return results;
    }

    internal static UserSegments.Clustering.Clustering Step(Matrix points, Matrix before, double[] sizes, KMeansOptions options, double history)
    {
        if (points.Columns != before.Columns) throw new ArgumentException($"A window has {points.Columns} columns, expected {before.Columns} as in the first.", nameof(points));
        var (centres, labels, passes, moved) = (before.Copy(), new int[points.Rows], 0, true);
        for (; moved && passes < options.MaxPasses; passes++)
        {
            var nearest = NearestCentre.Of(points, centres);
            moved = passes == 0 || !nearest.AsSpan().SequenceEqual(labels);
            labels = nearest;
            var means = GroupMeans.Of(points, labels, options.K);
            var counts = new int[options.K];
            foreach (var label in labels) counts[label]++;
            for (var j = 0; j < options.K; j++)
            {
                var (present, past) = ((1 - history) * counts[j], history * sizes[j]);
                var centre = centres.Row(j);
                var mean = means.Row(j);
                var old = before.Row(j);
                if (present + past > 0)
                {
                    for (var i = 0; i < centre.Length; i++) centre[i] = (float)((present * mean[i] + past * old[i]) / (present + past));
                }
                else if (counts[j] == 0) old.CopyTo(centre);
            }
        }
        return new UserSegments.Clustering.Clustering(labels, FormattableString.Invariant($"evolutionary k-means, history {history:0.##}"), options.K)
        {
            Centres = centres,
            Passes = passes,
            Converged = !moved,
        };
    }
}
