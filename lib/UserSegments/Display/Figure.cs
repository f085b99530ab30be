using System.Text;

namespace UserSegments.Display;

/// <summary>A chart: what is drawn, apart from how; written as a static SVG and as a plotly.js figure.</summary>
/// <param name="Title">The finding, in one sentence.</param>
/// <remarks>
/// Immutable if the lists it is given are. The same figure gives the same bytes on every machine. Values that are not finite are left out;
/// an axis without values runs from 0 to 1 and the figure says "no data"; an axis whose values are all equal is widened by 5 %, at 0 by half a unit.
/// </remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Svg, MimeTypes.Text])]
public sealed record Figure(string Title) : IDisplayable
{
    private readonly int width = 720;
    private readonly int height = 420;

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>What is drawn, the first at the bottom.</summary>
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>A line below the chart: n, seed, data; empty for none.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the legend's entries are; empty for nothing.</summary>
    public string LegendTitle { get; init; } = "";

    /// <summary>What the picture shows, for those who do not see it; empty: made from the title, axes and traces.</summary>
    public string AltText { get; init; } = "";

    /// <summary>Width in pixels, 240 to 4096.</summary>
    public int Width
    {
        get => width;
        init => width = Numerics.Check.InRange(value, 240, 4096);
    }

    /// <summary>Height in pixels, 160 to 4096.</summary>
    public int Height
    {
        get => height;
        init => height = Numerics.Check.InRange(value, 160, 4096);
    }

    /// <summary>A static picture: presentation attributes only, no script, no font or file to fetch.</summary>
    public string ToSvg() => new SvgWriter(this).Write();

    /// <summary>The plotly.js figure (versions 2 and 3) as values: an object with data and layout.</summary>
    /// <returns>
    /// An object is an <c>IReadOnlyDictionary&lt;string, object&gt;</c> in the order of writing; a list of numbers an <c>IReadOnlyList&lt;double&gt;</c>, any other list
    /// an <c>IReadOnlyList&lt;object&gt;</c>; the rest are strings, booleans, int and double. Texts are escaped, because plotly.js reads a little HTML in them.
    /// </returns>
    /// <exception cref="ArgumentException">The lists of a trace differ in length.</exception>
    /// <remarks>Coordinates are the traces' own lists, unrounded and with what is not finite in them; the cost is that of fitting the axes, one pass.</remarks>
    public IReadOnlyDictionary<string, object> ToPlotly()
    {
        var colours = SvgWriter.Colours(this);
        var layout = PlotlyLayout.Of(this, colours);        // first: fitting the axes checks the lengths of the traces
        return new OrderedDictionary<string, object> { ["data"] = Traces.SelectMany((trace, i) => PlotlyTraces.Of(this, trace, colours[i])).ToArray(), ["layout"] = layout };
    }

    /// <summary>The plotly.js figure as JSON: numbers rounded to 6 significant digits, what is not finite as null.</summary>
    /// <exception cref="ArgumentException">The lists of a trace differ in length.</exception>
    public string ToPlotlyJson() => PlotlyWriter.Write(this);

    /// <summary>The picture as an image element that needs nothing else.</summary>
    public string ToHtml() =>
        $"<img src=\"data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ToSvg()))}\" width=\"{Width}\" height=\"{Height}\" alt=\"{Markup.Escape(Description())}\">";

    /// <summary>The title and what is drawn, in words.</summary>
    public override string ToString() => Description();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = ToHtml(),
        [MimeTypes.Plotly] = ToPlotlyJson(),
        [MimeTypes.Svg] = ToSvg(),
        [MimeTypes.Text] = ToString(),
    };

    /// <summary>The alternative text: the one given, else the title, the axes and the traces.</summary>
    internal string Description()
    {
        if (AltText.Length > 0) return AltText;
        var text = new StringBuilder(Title);
        if (Title.Length > 0 && !".!?。".Contains(Title[^1], StringComparison.Ordinal)) text.Append('.');
        if (X.Title.Length > 0) text.Append(" Horizontal: ").Append(X.Title).Append('.');
        if (Y.Title.Length > 0) text.Append(" Vertical: ").Append(Y.Title).Append('.');
        var names = Traces.Select(trace => trace.Name).Where(name => name.Length > 0).ToArray();
        if (names.Length > 0) text.Append(" Shown: ").AppendJoin(", ", names.Take(12)).Append(names.Length > 12 ? $" and {names.Length - 12} more." : ".");
        if (Note.Length > 0) text.Append(' ').Append(Note);
        return text.ToString().Trim();
    }
}
