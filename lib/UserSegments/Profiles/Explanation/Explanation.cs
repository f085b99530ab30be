using System.Globalization;
using System.Text;
using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>What each part of a person's text adds to a score.</summary>
/// <param name="Parts">(n) the parts: texts, or the words of one text.</param>
/// <param name="Contributions">(n) what each adds; below 0 it speaks against.</param>
/// <param name="Score">The score with all parts.</param>
/// <param name="Base">The score without any.</param>
/// <param name="Method">How it was found, in words.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Text])]
public sealed record Explanation(IReadOnlyList<string> Parts, IReadOnlyList<double> Contributions, double Score, double Base, string Method) : IDisplayable
{
    /// <summary>Whether the parts are the words of one running text, shown as such with the words that count marked.</summary>
    public bool IsRunningText { get; init; }

    /// <summary>The parts in the order of what they add, the most first.</summary>
    public IEnumerable<(string Part, double Contribution)> Ranked => Parts.Zip(Contributions).OrderByDescending(x => x.Second).Select(x => (x.First, x.Second));

    /// <summary>Running text with what counts marked: bold and blue speaks for it, underlined and orange against; or a table of the parts.</summary>
    public string ToHtml()
    {
        if (!IsRunningText) return ToTable().ToHtml();
        var html = new StringBuilder("<p>");
        var largest = Contributions.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < Parts.Count; i++)
        {
            var (text, share) = (Markup.Escape(Parts[i]), largest > 0 ? Contributions[i] / largest : 0);
            // Weight and underline are a second cue, and the only one where styles are stripped.
            if (Math.Abs(share) < 0.15) html.Append(text);
            else html.Append(CultureInfo.InvariantCulture, $"<span style=\"background-color:{Palette.Mix("#FFFFFF", share > 0 ? "#56B4E9" : "#E69F00", Math.Abs(share))}\" title=\"{Contributions[i]:+0.0000;-0.0000}\">{(share > 0 ? $"<b>{text}</b>" : $"<u>{text}</u>")}</span>");
        }
        return html.Append("</p><p><i>").Append(Markup.Escape(Summary())).Append("</i></p>").ToString();
    }

    /// <summary>The parts and what they add, the most first.</summary>
    public Table ToTable() => Table.Of(Ranked, ("part", x => x.Part.Length > 120 ? x.Part[..120] + "…" : x.Part), ("contribution", x => x.Contribution)).WithCaption(Summary());

    /// <summary>The parts and what they add, as text.</summary>
    public override string ToString() => IsRunningText
        ? string.Concat(Parts.Zip(Contributions, (part, value) => string.Create(CultureInfo.InvariantCulture, $"{part}[{value:+0.000;-0.000}]"))) + "\n" + Summary()
        : ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string> { [MimeTypes.Html] = ToHtml(), [MimeTypes.Text] = ToString() };

    private string Summary() => string.Create(CultureInfo.InvariantCulture, $"Score {Score:0.0000} with all parts, {Base:0.0000} without any. {Method}");
}
