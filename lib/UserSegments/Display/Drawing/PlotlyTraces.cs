using System.Globalization;
using System.Text.Json;

namespace UserSegments.Display;

/// <summary>Writes the traces of a figure for plotly.js.</summary>
internal static class PlotlyTraces
{
    public static void Write(Utf8JsonWriter json, Figure figure, Trace trace, string colour)
    {
        switch (trace)
        {
            case ScatterTrace scatter:
                Begin(json, "scatter", trace, "markers", scatter.X, scatter.Y);
                if (scatter.Texts is { } texts)
                {
                    PlotlyWriter.Strings(json, "text", texts.Select(PlotlyWriter.Html));
                    json.WriteString("hoverinfo", "text+name");
                }
                Marker(json, colour, scatter.Marker, scatter.Size, scatter.Opacity);
                break;
            case LineTrace line:
                if (line.Low is not null && line.High is not null) WriteBand(json, line, colour);
                Begin(json, "scatter", trace, line.Marker is null ? "lines" : "lines+markers", line.X, line.Y);
                Line(json, colour, line.Width, line.Dash);
                if (line.Marker is { } shape) Marker(json, colour, shape, 7, 1);
                break;
            case BarTrace bars:
                WriteBars(json, figure, bars, colour);
                break;
            case HistogramTrace histogram:
                var middles = histogram.Counts.Select((_, i) => (histogram.Edges[i] + histogram.Edges[i + 1]) / 2);
                Begin(json, "bar", trace, null, middles, histogram.Counts);
                PlotlyWriter.Numbers(json, "width", histogram.Counts.Select((_, i) => histogram.Edges[i + 1] - histogram.Edges[i]));
                Marker(json, colour, null, 0, histogram.Opacity);
                break;
            case HeatmapTrace heat:
                WriteHeat(json, heat);
                break;
            case PathTrace path:
                // One trace for all lines: null breaks the line.
                var points = path.Lines.SelectMany(line => line.Append((double.NaN, double.NaN))).ToArray();
                Begin(json, "scatter", trace, "lines", points.Select(p => p.Item1), points.Select(p => p.Item2));
                Line(json, colour, path.Width, "");
                break;
            case AreaTrace area:
                Begin(json, "scatter", trace, "lines", area.X, area.Y);
                json.WriteString("fill", "toself");
                json.WriteString("fillcolor", Transparent(colour, area.Opacity));
                Line(json, colour, 0, "");
                break;
            case TextTrace text:
                Begin(json, "scatter", trace, "text", text.X, text.Y);
                PlotlyWriter.Strings(json, "text", text.Texts.Select(PlotlyWriter.Html));
                json.WriteString("textposition", text.Beside ? "middle right" : "top center");
                break;
            default:
                return;          // reference lines are shapes of the layout
        }
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, Trace trace, string? mode, IEnumerable<double> x, IEnumerable<double> y)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("name", PlotlyWriter.Html(trace.Name));
        json.WriteBoolean("showlegend", trace.Name.Length > 0);
        if (mode is not null) json.WriteString("mode", mode);
        PlotlyWriter.Numbers(json, "x", x);
        PlotlyWriter.Numbers(json, "y", y);
    }

    private static void Marker(Utf8JsonWriter json, string colour, MarkerShape? shape, double size, double opacity)
    {
        json.WriteStartObject("marker");
        json.WriteString("color", colour);
        if (opacity < 1) json.WriteNumber("opacity", opacity);
        if (shape is { } known)
        {
            json.WriteString("symbol", known switch
            {
                MarkerShape.Square => "square",
                MarkerShape.Triangle => "triangle-up",
                MarkerShape.TriangleDown => "triangle-down",
                MarkerShape.Diamond => "diamond",
                MarkerShape.Cross => "x-thin-open",
                _ => "circle",
            });
            json.WriteNumber("size", size);
        }
        json.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter json, string colour, double width, string dash)
    {
        json.WriteStartObject("line");
        json.WriteString("color", colour);
        json.WriteNumber("width", width);
        if (dash.Length > 0) json.WriteString("dash", string.Join(',', dash.Split(' ').Select(part => part + "px")));
        json.WriteEndObject();
    }

    private static void WriteBand(Utf8JsonWriter json, LineTrace line, string colour)
    {
        json.WriteStartObject();
        json.WriteString("type", "scatter");
        json.WriteString("mode", "lines");
        json.WriteBoolean("showlegend", false);
        json.WriteString("hoverinfo", "skip");
        PlotlyWriter.Numbers(json, "x", line.X.Concat(line.X.Reverse()));
        PlotlyWriter.Numbers(json, "y", line.High!.Concat(line.Low!.Reverse()));
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", Transparent(colour, 0.18));
        Line(json, colour, 0, "");
        json.WriteEndObject();
    }

    private static void WriteBars(Utf8JsonWriter json, Figure figure, BarTrace bars, string colour)
    {
        var lying = figure.Y.Kind == AxisKind.Category;
        json.WriteStartObject();
        json.WriteString("type", "bar");
        json.WriteString("name", PlotlyWriter.Html(bars.Name));
        json.WriteBoolean("showlegend", bars.Name.Length > 0);
        json.WriteString("orientation", lying ? "h" : "v");
        PlotlyWriter.Strings(json, lying ? "y" : "x", bars.Categories.Select(PlotlyWriter.Html));
        PlotlyWriter.Numbers(json, lying ? "x" : "y", bars.Values);
        json.WriteStartObject("marker");
        if (bars.Colours is { } each) PlotlyWriter.Strings(json, "color", each);
        else json.WriteString("color", colour);
        json.WriteEndObject();
        if (bars.Low is not null && bars.High is not null)
        {
            json.WriteStartObject(lying ? "error_x" : "error_y");
            json.WriteString("type", "data");
            json.WriteBoolean("symmetric", false);
            PlotlyWriter.Numbers(json, "array", bars.High.Select((high, i) => high - bars.Values[i]));
            PlotlyWriter.Numbers(json, "arrayminus", bars.Low.Select((low, i) => bars.Values[i] - low));
            json.WriteEndObject();
        }
        if (bars.Labels is not { } labels) return;
        PlotlyWriter.Strings(json, "text", labels.Select(PlotlyWriter.Html));
        json.WriteString("textposition", "outside");
    }

    private static void WriteHeat(Utf8JsonWriter json, HeatmapTrace heat)
    {
        var (low, high) = heat.Range();
        json.WriteStartObject();
        json.WriteString("type", "heatmap");
        PlotlyWriter.Strings(json, "x", heat.ColumnNames.Select(PlotlyWriter.Html));
        PlotlyWriter.Strings(json, "y", heat.RowNames.Select(PlotlyWriter.Html));
        json.WriteStartArray("z");
        for (var i = 0; i < heat.RowNames.Count; i++)
        {
            json.WriteStartArray();
            for (var j = 0; j < heat.ColumnNames.Count; j++) PlotlyWriter.Number(json, heat.Values[i, j]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WritePropertyName("zmin");
        PlotlyWriter.Number(json, low);
        json.WritePropertyName("zmax");
        PlotlyWriter.Number(json, high);
        json.WriteStartArray("colorscale");
        foreach (var (place, stop) in heat.Scale.Stops())
        {
            json.WriteStartArray();
            json.WriteNumberValue(place);
            json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartObject("colorbar");
        json.WriteStartObject("title");
        json.WriteString("text", PlotlyWriter.Html(heat.Name));
        json.WriteEndObject();
        json.WriteEndObject();
        if (heat.Texts is not { } texts) return;
        json.WriteStartArray("text");
        for (var i = 0; i < heat.RowNames.Count; i++) PlotlyStrings(json, Enumerable.Range(0, heat.ColumnNames.Count).Select(j => texts[i, j] ?? ""));
        json.WriteEndArray();
        json.WriteString("texttemplate", "%{text}");
    }

    private static void PlotlyStrings(Utf8JsonWriter json, IEnumerable<string> row)
    {
        json.WriteStartArray();
        foreach (var text in row) json.WriteStringValue(PlotlyWriter.Html(text));
        json.WriteEndArray();
    }

    private static string Transparent(string colour, double opacity)
    {
        var (r, g, b) = Palette.Parse(colour);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({r},{g},{b},{opacity:0.##})");
    }
}
