using System.Globalization;
using UserSegments.Display;
using UserSegments.Evaluation;

namespace UserSegments.Clustering;

/// <summary>What a <see cref="Contest"/> found: one table for all algorithms and a verdict in words.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class ContestResult : IDisplayable
{
    private readonly int rows;
    private readonly string scoreName;

    internal ContestResult(IReadOnlyList<ContestEntry> entries, int rows, ContestOptions options)
    {
        (Entries, this.rows, scoreName) = (entries, rows, options.ScoreName);
        Verdict = Judge(options);
    }

    /// <summary>All algorithms, in the order given.</summary>
    public IReadOnlyList<ContestEntry> Entries { get; }

    /// <summary>The verdict, in words.</summary>
    public string Verdict { get; }

    /// <summary>One row an algorithm, with validity, recommendations and cost; columns without values are left out.</summary>
    public Table ToTable() => Build([.. ValidityColumns(), .. RecommendationColumns(), .. CostColumns()]).WithCaption(Verdict);

    /// <summary>Groups, noise, validity, stability and - where it is known - agreement with the truth; the same on any machine.</summary>
    public Table Validity() => Build(ValidityColumns());

    /// <summary>What each does for recommendations, the best first, with intervals over users; the same on any machine.</summary>
    /// <exception cref="InvalidOperationException">The contest was held without a scorer.</exception>
    public Table Recommendation()
    {
        if (Entries.All(entry => entry.Score is null)) throw new InvalidOperationException("The contest had no Score: there is nothing to say of recommendations.");
        return Build([Name, .. RecommendationColumns()]).SortDescending(scoreName);
    }

    /// <summary>Seconds and memory of one fit: they depend on the machine.</summary>
    public Table Costs() => Build([Name, .. CostColumns()]);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The verdict.</summary>
    public override string ToString() => Verdict;

    private static (string, Func<ContestEntry, object?>) Name => ("algorithm", e => e.Name);

    private Table Build(List<(string Header, Func<ContestEntry, object?> Value)> columns)
    {
        string[] high = ["silhouette", "silhouette, noise assigned", "DBCV", "stability (ARI)", "truth (ARI)", scoreName];
        var table = Table.Of(Entries, [.. columns]).Highest([.. high.Where(header => columns.Any(column => column.Header == header))]);
        return columns.Any(column => column.Header == "Davies-Bouldin") ? table.Lowest("Davies-Bouldin") : table;
    }

    private List<(string, Func<ContestEntry, object?>)> ValidityColumns()
    {
        List<(string, Func<ContestEntry, object?>)> columns =
        [
            Name, ("groups", e => e.Clustering.Count), ("smallest (rows)", e => e.Smallest), ("noise (%)", e => 100 * e.Clustering.NoiseShare),
            ("silhouette", e => e.Silhouette), ("silhouette, noise assigned", e => e.SilhouetteWithNoise), ("Davies-Bouldin", e => e.DaviesBouldin),
            ("DBCV", e => e.Dbcv), ("stability (ARI)", e => e.Stability),
        ];
        if (Entries.Any(entry => !double.IsNaN(entry.Truth))) columns.Add(("truth (ARI)", e => e.Truth));
        return columns;
    }

    private List<(string, Func<ContestEntry, object?>)> RecommendationColumns()
    {
        List<(string, Func<ContestEntry, object?>)> columns = [];
        if (Entries.Any(entry => entry.Score is not null)) columns.Add((scoreName, e => e.Score is { } score ? score : null));
        if (Entries.Any(entry => entry.Gain is not null))
        {
            columns.Add(("gain over none", e => e.Gain is { } gain ? gain.Difference : null));
            columns.Add(("p", e => e.Gain?.PValue));
        }
        return columns;
    }

    private static List<(string, Func<ContestEntry, object?>)> CostColumns() => [("time (s)", e => e.Seconds), ("memory (MB)", e => e.PeakMegabytes)];

    private string Judge(ContestOptions options)
    {
        var able = Entries.Where(entry => entry.Clustering.Count >= 2).ToArray();
        if (able.Length == 0) return string.Create(CultureInfo.InvariantCulture, $"None of {Entries.Count} algorithms found two groups in {rows} rows: there may be none.");
        var names = new List<string>();
        var compact = able.Where(entry => !double.IsNaN(entry.SilhouetteWithNoise)).MaxBy(entry => entry.SilhouetteWithNoise);
        if (compact is not null) names.Add(Say($"most compact with every row counted: {compact.Name} (silhouette {compact.SilhouetteWithNoise:F3})"));
        var dense = able.Where(entry => !double.IsNaN(entry.Dbcv)).MaxBy(entry => entry.Dbcv);
        if (dense is not null) names.Add(Say($"best by density: {dense.Name} (DBCV {dense.Dbcv:F3})"));
        var stable = able.MaxBy(entry => entry.Stability.Value)!;
        var tied = able.Where(entry => entry != stable && entry.Stability.High >= stable.Stability.Low).Select(entry => entry.Name).ToArray();
        names.Add(Say($"most stable: {stable.Name} (ARI {stable.Stability.Value:F2}{(tied.Length > 0 ? $"; intervals touch those of {string.Join(", ", tied)}" : "")})"));
        var text = Say($"n = {rows}, seed {options.Seed}: ") + string.Join("; ", names) + ".";
        var noisy = able.Where(entry => entry.Clustering.NoiseShare > 0.2).Select(entry => Say($"{entry.Name} calls {entry.Clustering.NoiseShare:P0} noise")).ToArray();
        if (noisy.Length > 0) text += $" Mind the noise: {string.Join(", ", noisy)}.";
        var lopsided = able.Where(entry => entry.Clustering.Sizes.Max() > 0.9 * rows).Select(entry => entry.Name).ToArray();
        if (lopsided.Length > 0) text += $" Of no use as segments, one group holds over 90 %: {string.Join(", ", lopsided)}.";
        return text + Recommendations(able);
    }

    private static string Recommendations(ContestEntry[] able)
    {
        var tested = able.Where(entry => entry.Gain is not null).ToArray();
        if (tested.Length == 0) return "";
        var corrected = PairedTests.Holm([.. tested.Select(entry => entry.Gain!.PValue)]);
        var better = tested.Where((entry, i) => corrected[i] < 0.05 && entry.Gain!.Difference.Value > 0).Select(entry => entry.Name).ToArray();
        var worse = tested.Where((entry, i) => corrected[i] < 0.05 && entry.Gain!.Difference.Value < 0).Select(entry => entry.Name).ToArray();
        var text = better.Length > 0 ? $" Recommendations gain from {string.Join(", ", better)} (Holm-corrected p < 0.05)." : " No grouping improves recommendations beyond chance (Holm-corrected).";
        return worse.Length > 0 ? $"{text} They lose from {string.Join(", ", worse)}." : text;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
