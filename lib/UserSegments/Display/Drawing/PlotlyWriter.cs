using System.Globalization;
using System.Text.Json;

namespace UserSegments.Display;

/// <summary>Writes a figure for plotly.js 2 and 3: numbers rounded to 6 significant digits, what is not finite as null.</summary>
internal static class PlotlyWriter
{
    public static string Write(Figure figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            var colours = SvgWriter.Colours(figure);
            for (var i = 0; i < figure.Traces.Count; i++) PlotlyTraces.Write(json, figure, figure.Traces[i], colours[i]);
            json.WriteEndArray();
            json.WriteStartObject("layout");
            WriteLayout(json, figure, colours);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        else json.WriteNullValue();
    }

    public static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) Number(json, value);
        json.WriteEndArray();
    }

    public static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteLayout(Utf8JsonWriter json, Figure figure, string[] colours)
    {
        json.WriteStartObject("title");
        json.WriteString("text", Html(figure.Title));
        json.WriteNumber("x", 0.02);
        json.WriteEndObject();
        json.WriteNumber("width", figure.Width);
        json.WriteNumber("height", figure.Height);
        json.WriteString("plot_bgcolor", "#FFFFFF");
        json.WriteString("paper_bgcolor", "#FFFFFF");
        json.WriteBoolean("showlegend", figure.Traces.Count(trace => trace.Name.Length > 0 && trace is not HeatmapTrace) > 1);
        json.WriteString("barmode", figure.Traces.Any(trace => trace is HistogramTrace) ? "overlay" : "group");
        if (figure.LegendTitle.Length > 0)
        {
            json.WriteStartObject("legend");
            json.WriteStartObject("title");
            json.WriteString("text", Html(figure.LegendTitle));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        var (x, y) = SvgWriter.Scales(figure);
        WriteAxis(json, "xaxis", figure.X, x, reversed: false);
        WriteAxis(json, "yaxis", figure.Y, y, reversed: y.IsCategory);
        json.WriteStartArray("shapes");
        for (var i = 0; i < figure.Traces.Count; i++)
        {
            if (figure.Traces[i] is not ReferenceLine line) continue;
            json.WriteStartObject();
            json.WriteString("type", "line");
            json.WriteString(line.Vertical ? "yref" : "xref", "paper");
            json.WriteString(line.Vertical ? "xref" : "yref", line.Vertical ? "x" : "y");
            foreach (var end in new[] { "0", "1" })
            {
                json.WritePropertyName((line.Vertical ? "x" : "y") + end);
                Number(json, line.Value);
                json.WriteNumber((line.Vertical ? "y" : "x") + end, end == "1" ? 1 : 0);
            }
            json.WriteStartObject("line");
            json.WriteString("color", colours[i]);
            json.WriteNumber("width", 1.5);
            json.WriteString("dash", line.Dash.Length > 0 ? "dash" : "solid");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteAnnotations(json, figure);
    }

    private static void WriteAnnotations(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartArray("annotations");
        foreach (var line in figure.Traces.OfType<ReferenceLine>().Where(line => line.Text.Length > 0))
        {
            json.WriteStartObject();
            json.WriteString("text", Html(line.Text));
            json.WriteBoolean("showarrow", false);
            json.WriteString("xref", line.Vertical ? "x" : "paper");
            json.WriteString("yref", line.Vertical ? "paper" : "y");
            json.WritePropertyName(line.Vertical ? "x" : "y");
            // Shapes take data values on a logarithmic axis, annotations its exponents.
            var logarithmic = (line.Vertical ? figure.X : figure.Y).Kind == AxisKind.Logarithmic;
            Number(json, logarithmic ? Math.Log10(line.Value) : line.Value);
            json.WriteNumber(line.Vertical ? "y" : "x", 1);
            json.WriteString("xanchor", line.Vertical ? "left" : "right");
            json.WriteString("yanchor", line.Vertical ? "top" : "bottom");
            json.WriteEndObject();
        }
        if (figure.Note.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("text", Html(figure.Note));
            json.WriteBoolean("showarrow", false);
            json.WriteString("xref", "paper");
            json.WriteString("yref", "paper");
            json.WriteNumber("x", 0);
            json.WriteNumber("y", -0.25);
            json.WriteStartObject("font");
            json.WriteNumber("size", 10);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, Axis axis, Scale scale, bool reversed)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("title");
        json.WriteString("text", Html(axis.Title));
        json.WriteEndObject();
        json.WriteString("type", axis.Kind switch { AxisKind.Category => "category", AxisKind.Logarithmic => "log", _ => "linear" });
        json.WriteBoolean("automargin", true);
        json.WriteBoolean("showgrid", axis.Grid && axis.Kind != AxisKind.Category);
        json.WriteString("gridcolor", Palette.Grid);
        json.WriteBoolean("zeroline", false);
        if (axis.Percent) json.WriteString("tickformat", ",.3~%");
        var (low, high) = axis.Kind == AxisKind.Logarithmic ? (Math.Log10(scale.Low), Math.Log10(scale.High)) : (scale.Low, scale.High);
        Numbers(json, "range", reversed ? [high, low] : [low, high]);
        if (axis.Kind == AxisKind.Category)
        {
            json.WriteString("categoryorder", "array");
            Strings(json, "categoryarray", scale.Names.Select(Html));
        }
        if (axis.Ticks is { } ticks)
        {
            json.WriteString("tickmode", "array");
            Numbers(json, "tickvals", ticks.Select(tick => tick.Value));
            Strings(json, "ticktext", ticks.Select(tick => Html(tick.Text)));
        }
        json.WriteEndObject();
    }

    /// <summary>Plotly reads a little HTML in texts; what people wrote must not be read as such.</summary>
    public static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
