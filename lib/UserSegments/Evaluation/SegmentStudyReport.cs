using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>Where segments help, where they do not, and how sure that is: many questions to one data set, corrected together.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class SegmentStudyReport : IDisplayable
{
    private readonly string caption;
    private readonly double level;

    /// <summary>Corrects and orders the questions.</summary>
    /// <param name="effects">The questions, uncorrected; at least one.</param>
    /// <param name="caption">Data, split, seed; stands above the table.</param>
    /// <param name="level">Level of the corrected p-values.</param>
    public SegmentStudyReport(IReadOnlyList<SegmentEffect> effects, string caption, double level = 0.05)
    {
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(caption);
        if (effects.Count == 0) throw new ArgumentException("effects is empty, expected at least one question.", nameof(effects));
        var corrected = PairedTests.Holm([.. effects.Select(effect => effect.Gain.PValue)]);
        (this.caption, this.level) = (caption, level);
        Effects =
        [
            .. effects.Select((effect, i) => effect with { CorrectedP = corrected[i] })
                .OrderBy(effect => Place(effect.Verdict(level)))              // a stable sort: within a verdict as they were asked
        ];
    }

    /// <summary>The questions: first those where segments help, then those where nothing was seen, then those where they hurt.</summary>
    public IReadOnlyList<SegmentEffect> Effects { get; }

    /// <summary>The numbers as a table.</summary>
    public Table ToTable() => Table.Of(
            Effects,
            ("what is compared", effect => effect.Question),
            ("people", effect => effect.People),
            ("n", effect => effect.Gain.Users),
            ("metric", effect => effect.Metric),
            ("without", effect => effect.Without),
            ("with segments", effect => effect.With),
            ("gain [95 %]", effect => effect.Gain.Difference),
            ("p (Holm)", effect => effect.CorrectedP),
            ("segments", effect => effect.Verdict(level)))
        .Format("p (Holm)", "0.0000")
        .WithMaximumRows(Math.Max(1, Effects.Count))
        .WithCaption(caption);

    /// <summary>How many questions came out how, in one sentence.</summary>
    public string Verdict()
    {
        int Count(string verdict) => Effects.Count(effect => effect.Verdict(level) == verdict);
        return FormattableString.Invariant($"Of {Effects.Count} questions segments help in {Count("helps")}, hurt in {Count("hurts")}, and nothing was seen in {Count("no difference seen")}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ToTable()}\n{Verdict()}\n";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = ToTable().ToHtml() + $"<p>{Verdict()}</p>",
        [MimeTypes.Markdown] = $"{ToTable().ToMarkdown()}\n{Verdict()}\n",
        [MimeTypes.Text] = ToString(),
    };

    private static int Place(string verdict) => verdict switch { "helps" => 0, "hurts" => 2, _ => 1 };
}
