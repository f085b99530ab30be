using System.Globalization;
using System.Text;
using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>Methods side by side: means, intervals, paired tests against a baseline with Holm's correction, and a verdict in words.</summary>
/// <remarks>Methods that no test tells from the baseline are called so, however large the means look. Rows are ordered by the deciding metric.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class RankingReport : IDisplayable
{
    private RankingReport(RankingReportOptions options, string baseline, IReadOnlyList<RankingReportRow> rows) =>
        (Options, Baseline, Rows) = (options, baseline, rows);

    /// <summary>What was compared, and how.</summary>
    public RankingReportOptions Options { get; }

    /// <summary>Name of the baseline.</summary>
    public string Baseline { get; }

    /// <summary>The methods, the best first.</summary>
    public IReadOnlyList<RankingReportRow> Rows { get; }

    /// <summary>Compares results that judged the same users.</summary>
    /// <param name="results">At least one; names may not repeat.</param>
    /// <param name="options">Metric, baseline, level, seed.</param>
    /// <exception cref="ArgumentException">No results, a name repeats, users differ, or the baseline is not among them.</exception>
    public static RankingReport Of(IReadOnlyList<RankingResult> results, RankingReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        options ??= new RankingReportOptions();
        if (results.Count == 0) throw new ArgumentException("results is empty, expected at least one.", nameof(results));
        if (results.GroupBy(r => r.Name).FirstOrDefault(g => g.Count() > 1) is { } repeated)
            throw new ArgumentException($"{repeated.Count()} results are called \"{repeated.Key}\", expected one.", nameof(results));
        var baseline = options.Baseline is null ? results[0] : results.FirstOrDefault(r => r.Name == options.Baseline)
            ?? throw new ArgumentException($"No result is called \"{options.Baseline}\", expected one of {string.Join(", ", results.Select(r => r.Name))}.", nameof(options));
        foreach (var result in results)
        {
            if (!result.Users.SequenceEqual(baseline.Users))
                throw new ArgumentException($"{result.Name} was judged on other users than {baseline.Name}; evaluate both on one EvaluationSet.", nameof(results));
        }
        var others = results.Where(r => r != baseline).ToArray();
        var tests = others.Select(r => PairedTests.Permutation(r.Values(options.Metric), baseline.Values(options.Metric), options.Seed, options.Rounds)).ToArray();
        var corrected = PairedTests.Holm([.. tests.Select(test => test.PValue)]);
        var rows = others.Select((r, i) => new RankingReportRow(r, r.Estimate(options.Metric, options.Seed), tests[i], corrected[i]))
            .Prepend(new RankingReportRow(baseline, baseline.Estimate(options.Metric, options.Seed), null, null))
            .OrderByDescending(row => row.Estimate.Value);
        return new RankingReport(options, baseline.Name, [.. rows]);
    }

    /// <summary>The row of one method.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No method is called so.</exception>
    public RankingReportRow this[string name] =>
        Rows.FirstOrDefault(row => row.Result.Name == name)
        ?? throw new ArgumentException($"No method is called \"{name}\", expected one of {string.Join(", ", Rows.Select(row => row.Result.Name))}.", nameof(name));

    /// <summary>The numbers as a table.</summary>
    public Table ToTable()
    {
        var best = Rows[0].Result;
        var shown = Options.AlsoShow.Where(metric => best.UserMetricNames.Contains(metric) || best.OverallMetricNames.Contains(metric)).ToArray();
        var table = Table.Of(
            Rows,
            [
                ("method", row => row.Result.Name),
                ($"{Options.Metric} [95 %]", row => row.Estimate),
                .. shown.Select(metric => (metric, (Func<RankingReportRow, object?>)(row => row.Result[metric]))),
                ($"minus {Baseline} [95 %]", row => row.Against?.Difference),
                ("p (Holm)", row => row.CorrectedP),
                ("verdict", row => row.Verdict(Options.Level)),
            ]);
        var people = string.Create(CultureInfo.InvariantCulture, $"{best.Users.Count:N0} users judged, {best.UsersWithoutRelevant:N0} without a relevant item left out; full ranking");
        return table.Highest([$"{Options.Metric} [95 %]", .. shown])
            .Format("p (Holm)", "0.0000")
            .WithCaption(Options.Caption.Length > 0 ? $"{Options.Caption}. {people}" : people);
    }

    /// <summary>The deciding metric of every method in every group of users, as colours.</summary>
    /// <param name="groupOfUser">(users) group of every user of the data set, such as the labels of a clustering; negative: left out.</param>
    /// <param name="nameOf">What a group is called; "segment g" unless stated. The number of judged people in it is added.</param>
    /// <returns>Groups down, methods across, in the order of the table.</returns>
    public Figure Heatmap(IReadOnlyList<int> groupOfUser, Func<int, string>? nameOf = null)
    {
        var cells = Rows.Select(row => row.Result.ByGroup(Options.Metric, groupOfUser, Options.Seed)).ToArray();
        var groups = cells[0].Select(cell => (cell.Group, cell.Users)).ToArray();
        var values = new double[groups.Length, Rows.Count];
        var texts = new string[groups.Length, Rows.Count];
        for (var g = 0; g < groups.Length; g++)
        {
            for (var m = 0; m < Rows.Count; m++)
            {
                values[g, m] = cells[m].Where(cell => cell.Group == groups[g].Group).Select(cell => cell.Estimate.Value).FirstOrDefault(double.NaN);
                texts[g, m] = values[g, m].ToString("0.000", CultureInfo.InvariantCulture);
            }
        }
        string[] down = [.. groups.Select(group => Text($"{(nameOf is null ? $"segment {group.Group}" : nameOf(group.Group))} ({group.Users:N0})"))];
        string[] across = [.. Rows.Select(row => row.Result.Name)];
        return new Figure($"{Options.Metric} by segment and recommender")
        {
            X = new Axis("") { Kind = AxisKind.Category, Categories = across },
            Y = new Axis("") { Kind = AxisKind.Category, Categories = down },
            Traces = [new HeatmapTrace(Options.Metric, down, across, values) { Texts = texts }],
            Height = Math.Clamp(150 + 24 * down.Length, 420, 4096),
        };
    }

    /// <summary>What the numbers say, in sentences.</summary>
    public string Verdict()
    {
        var better = Rows.Where(row => row.Verdict(Options.Level) == "better").ToArray();
        var worse = Rows.Where(row => row.Verdict(Options.Level) == "worse").ToArray();
        var same = Rows.Where(row => row.Verdict(Options.Level) == "no difference seen").ToArray();
        var text = new StringBuilder();
        if (better.Length > 0)
        {
            var first = better[0];
            var floor = this[Baseline].Estimate.Value;
            var gain = floor > 0 ? Text($" ({100 * first.Against!.Difference.Value / floor:+0.0;-0.0} %)") : "";
            text.Append(Text($"{first.Result.Name} reaches {Options.Metric} {first.Estimate.Value:0.0000}, {first.Against!.Difference.Value:0.0000} above {Baseline}{gain}; 95 % of resampled users: {first.Against.Difference.Low:0.0000} to {first.Against.Difference.High:0.0000}; p {Text(first.CorrectedP!.Value)}. "));
            if (better.Length > 1) text.Append(Text($"Also better: {Names(better[1..])}. "));
        }
        else if (Rows.Count > 1)
        {
            text.Append(Text($"Nothing is better than {Baseline} beyond doubt. "));
        }
        if (same.Length > 0) text.Append(Text($"No difference from {Baseline} was seen for {Names(same)}: {(same.Length == 1 ? "a tie" : "ties")}. "));
        if (worse.Length > 0) text.Append(Text($"Worse: {Names(worse)}. "));
        return text.ToString().TrimEnd();
    }

    /// <summary>Table, verdict and stamp as text.</summary>
    public override string ToString() => $"{ToTable()}\n{Verdict()}\n{Stamp()}".TrimEnd() + "\n";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var table = ToTable();
        var stamp = Stamp();
        return new Dictionary<string, string>
        {
            [MimeTypes.Html] = table.ToHtml() + $"<p>{Escape(Verdict())}</p>" + (stamp.Length > 0 ? $"<p><small>{Escape(stamp)}</small></p>" : ""),
            [MimeTypes.Markdown] = $"{table.ToMarkdown()}\n{Verdict()}\n" + (stamp.Length > 0 ? $"\n{stamp}\n" : ""),
            [MimeTypes.Text] = ToString(),
        };
    }

    private string Stamp() => string.Join("; ", Options.Stamp.Select(pair => $"{pair.Key}: {pair.Value}"));

    private static string Names(IEnumerable<RankingReportRow> rows) => string.Join(", ", rows.Select(row => row.Result.Name));

    private static string Text(double p) => p < 0.001 ? "below 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);
}
