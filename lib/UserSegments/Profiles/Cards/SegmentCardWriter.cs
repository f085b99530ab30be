using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>Writes segment cards: the same lines in every form.</summary>
internal static class SegmentCardWriter
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Html(SegmentCard card)
    {
        var html = new StringBuilder("<table><thead><tr><th align=\"left\" colspan=\"2\">").Append(Markup.Escape(Heading(card))).Append("</th></tr></thead><tbody>");
        foreach (var (label, text) in Lines(card))
            html.Append("<tr><td align=\"left\" valign=\"top\"><b>").Append(Markup.Escape(label)).Append("</b></td><td align=\"left\">").Append(Markup.Escape(text)).Append("</td></tr>");
        return html.Append("</tbody></table>").ToString();
    }

    public static string Markdown(SegmentCard card)
    {
        var text = new StringBuilder("### ").Append(Escape(Heading(card))).Append('\n');
        foreach (var (label, line) in Lines(card)) text.Append("\n- **").Append(label).Append(":** ").Append(Escape(line));
        return text.Append('\n').ToString();
    }

    public static string Plain(SegmentCard card)
    {
        var text = new StringBuilder(Heading(card)).Append('\n');
        var lines = Lines(card).ToArray();
        var width = lines.Max(line => line.Label.Length);
        foreach (var (label, line) in lines) text.Append("  ").Append(label.PadRight(width)).Append("  ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        return text.ToString();
    }

    public static string Json(IReadOnlyList<SegmentCard> cards, bool asArray = false)
    {
        var rounded = cards.Select(card => card with
        {
            Share = Round(card.Share),
            Terms = [.. card.Terms.Select(term => term with { Score = Round(term.Score), ShareInside = Round(term.ShareInside), ShareOutside = Round(term.ShareOutside) })],
            Phrases = [.. card.Phrases.Select(term => term with { Score = Round(term.Score), ShareInside = Round(term.ShareInside), ShareOutside = Round(term.ShareOutside) })],
            Behaviour = [.. card.Behaviour.Select(measure => measure with { Inside = Rounded(measure.Inside), Whole = Round(measure.Whole) })],
            Stability = card.Stability is { } stability && double.IsFinite(stability) ? Round(stability) : null,
            Ranking = card.Ranking is { } ranking ? Rounded(ranking) : null,
            Items = [.. card.Items.Select(Rounded)],
            Categories = [.. card.Categories.Select(Rounded)],
            Nearest = card.Nearest is null ? null : card.Nearest with { Distance = Round(card.Nearest.Distance) },
        }).ToArray();
        return asArray ? JsonSerializer.Serialize(rounded, Indented) : JsonSerializer.Serialize(rounded[0], Indented);
    }

    private static SegmentItem Rounded(SegmentItem item) => item with { ShareInside = Round(item.ShareInside), ShareWhole = Round(item.ShareWhole), Lift = Round(item.Lift) };

    private static Estimate Rounded(Estimate estimate) => new(Round(estimate.Value), Round(estimate.Low), Round(estimate.High));

    private static double Round(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : 0;

    private static string Heading(SegmentCard card) => card.Name.Length == 0 ? $"Segment {Number(card.Segment)}" : $"Segment {Number(card.Segment)}: {card.Name}";

    private static IEnumerable<(string Label, string Text)> Lines(SegmentCard card)
    {
        yield return ("Size", $"{card.Size.ToString("N0", CultureInfo.InvariantCulture)} users, {Percent(card.Share)} of all{(card.IsSmall ? " - too small to trust" : "")}");
        if (card.Terms.Count > 0) yield return ("Says", string.Join(", ", card.Terms.Select(term => $"{term.Term} ({Percent(term.ShareInside)} against {Percent(term.ShareOutside)})")));
        if (card.Phrases.Count > 0) yield return ("Phrases", string.Join(", ", card.Phrases.Select(term => $"{term.Term} ({Percent(term.ShareInside)} against {Percent(term.ShareOutside)})")));
        if (card.Behaviour.Count > 0) yield return ("Does", string.Join("; ", card.Behaviour.Select(Measured)));
        if (card.Categories.Count > 0) yield return ("Categories", Items(card.Categories));
        if (card.Items.Count > 0) yield return ("Items", Items(card.Items));
        if (card.Nearest is { } nearest)
        {
            yield return ("Nearest", $"segment {Number(nearest.Segment)}, distance {NumberText.Significant(nearest.Distance, 3)}"
                + (nearest.MoreHere.Count > 0 ? $"; more here: {string.Join(", ", nearest.MoreHere)}" : "")
                + (nearest.MoreThere.Count > 0 ? $"; more there: {string.Join(", ", nearest.MoreThere)}" : ""));
        }
        if (card.Stability is { } stability) yield return ("Stability", $"{NumberText.Significant(stability, 2)} ({(stability >= 0.85 ? "found again nearly always" : stability >= 0.6 ? "found again mostly" : "not to be trusted")})");
        if (card.Ranking is { } ranking) yield return (card.RankingName, Interval(ranking));
        if (card.Central.Count > 0) yield return ("Central users", Users(card.Central));
        if (card.Typical.Count > 0) yield return ("Typical users", Users(card.Typical));
        if (card.Border.Count > 0) yield return ("Border users", Users(card.Border));
    }

    private static string Items(IReadOnlyList<SegmentItem> items) =>
        string.Join(", ", items.Select(item => $"{item.Name} ({item.Lift.ToString("0.0", CultureInfo.InvariantCulture)} times as often, {item.Users.ToString("N0", CultureInfo.InvariantCulture)} users)"));

    private static string Measured(SegmentMeasure measure)
    {
        var unit = measure.Unit.Length > 0 ? " " + measure.Unit : "";
        return $"{measure.Name} {Interval(measure.Inside)}{unit} against {NumberText.Significant(measure.Whole, 3)}{(measure.Differs ? "" : " (no clear difference)")}";
    }

    private static string Interval(Estimate estimate) =>
        $"{NumberText.Significant(estimate.Value, 3)} [{NumberText.Significant(estimate.Low, 3)}, {NumberText.Significant(estimate.High, 3)}]";

    private static string Users(IReadOnlyList<int> users) => string.Join(", ", users.Select(user => "#" + Number(user)));

    private static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '*' or '_' or '`' or '\\' or '[' or ']' or '#' or '~' or '|') escaped.Append('\\');
            escaped.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => c.ToString() });
        }
        return escaped.ToString();
    }
}
