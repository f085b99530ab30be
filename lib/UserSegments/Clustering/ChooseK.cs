using System.Globalization;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The number of groups for k-means: several measures, each ranking the candidates, and a verdict in words.</summary>
/// <remarks>
/// The k with the best mean rank over silhouette, variance ratio, Davies-Bouldin and bootstrap stability is chosen; the gap
/// statistic adds its own opinion, among them that there may be no groups at all. Measures disagree on real data: the verdict says so.
/// </remarks>
public static class ChooseK
{
    /// <summary>Tries every k of a range.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="options">The range and the effort.</param>
    /// <exception cref="ArgumentException">The range is empty or reaches n, or a value is not finite.</exception>
    public static KChoice Run(Matrix points, ChooseKOptions? options = null)
    {
        options ??= new ChooseKOptions();
        Check.Finite(points);
        if (options.To < options.From) throw new ArgumentException($"To is {options.To}, expected at least From = {options.From}.", nameof(options));
        if (options.To >= points.Rows) throw new ArgumentException($"To is {options.To}, but points has {points.Rows} rows; expected fewer groups than rows.", nameof(options));
        var ks = Enumerable.Range(options.From, options.To - options.From + 1).ToArray();
        var gaps = GapStatistic.Of(points, [1, .. ks], options.References, options.Seed);
        var runs = Array.ConvertAll(ks, k => Fit(points, k, options.Seed));
        var scores = new KScore[ks.Length];
        for (var i = 0; i < ks.Length; i++)
        {
            var (k, run) = (ks[i], runs[i]);
            var stability = Stability.Bootstrap(points, run, (rows, seed) => Fit(rows, k, seed), options.Resamples, options.Seed);
            scores[i] = new KScore(k, run.Inertia!.Value, Silhouettes(points, run, options), CalinskiHarabasz.Of(points, run.Labels),
                DaviesBouldin.Of(points, run.Labels), gaps[i + 1].Gap, gaps[i + 1].Error, stability.Mean, run.Sizes.Min(), 0);
        }
        var ranked = Rank(scores);
        var chosen = ranked.MinBy(score => score.Rank)!;
        return new KChoice(chosen.K, runs[Array.IndexOf(ks, chosen.K)], ranked, GapStatistic.Choose(gaps), Verdict(ranked, chosen, GapStatistic.Choose(gaps), points));
    }

    private static Clustering Fit(Matrix rows, int k, ulong seed) => new KMeans(new() { K = k, Seed = seed, Restarts = 3 }).Fit(rows);

    private static double Silhouettes(Matrix points, Clustering run, ChooseKOptions options) => points.Rows <= options.SilhouetteRows
        ? Silhouette.Mean(points, run.Labels)
        : Silhouette.Sampled(points, run.Labels, options.SilhouetteRows, options.Seed).Mean;

    private static KScore[] Rank(KScore[] scores)
    {
        Func<KScore, double>[] measures = [s => -s.Silhouette, s => -s.CalinskiHarabasz, s => s.DaviesBouldin, s => -s.Stability];
        return Array.ConvertAll(scores, score => score with
        {
            Rank = measures.Average(measure => 1 + scores.Count(other => measure(other) < measure(score))),
        });
    }

    private static string Verdict(KScore[] scores, KScore chosen, int byGap, Matrix points)
    {
        var opinions = new (string Name, int K)[]
        {
            ("silhouette", scores.MaxBy(s => s.Silhouette)!.K),
            ("variance ratio", scores.MaxBy(s => s.CalinskiHarabasz)!.K),
            ("Davies-Bouldin", scores.MinBy(s => s.DaviesBouldin)!.K),
            ("stability", scores.MaxBy(s => s.Stability)!.K),
            ("gap statistic", byGap),
        };
        var agree = opinions.Where(opinion => opinion.K == chosen.K).Select(opinion => opinion.Name).ToArray();
        var others = opinions.Where(opinion => opinion.K != chosen.K).Select(opinion => $"{opinion.Name} prefers {opinion.K}").ToArray();
        var text = string.Create(CultureInfo.InvariantCulture,
            $"k = {chosen.K} (mean rank {chosen.Rank:F1} over four measures, n = {points.Rows}): silhouette {chosen.Silhouette:F3}, stability {chosen.Stability:F2}, smallest group {chosen.Smallest} rows.");
        text += agree.Length > 0 ? $" For it: {string.Join(", ", agree)}." : " No single measure has it first: it is the least bad for all.";
        if (others.Length > 0) text += $" Against it: {string.Join(", ", others)}.";
        if (byGap == 1) text += " The gap statistic sees no more structure than in a uniform box.";
        if (chosen.Stability < 0.5) text += " The partition hardly comes back on resampled rows: treat these groups as a convenient cut of a continuum.";
        else if (chosen.Stability >= 0.85) text += " The partition comes back on resampled rows.";
        if (chosen.Silhouette < 0.1) text += " Silhouettes this small are usual for text vectors and do not tell good cuts from bad ones.";
        return text;
    }
}
