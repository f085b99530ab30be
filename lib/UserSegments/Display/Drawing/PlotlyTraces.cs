using System.Globalization;
using Node = System.Collections.Generic.OrderedDictionary<string, object>;

namespace UserSegments.Display;

/// <summary>The traces of a figure for plotly.js; the lists of a trace are handed over as they are.</summary>
internal static class PlotlyTraces
{
    public static IEnumerable<Node> Of(Figure figure, Trace trace, string colour) => trace switch
    {
        ScatterTrace scatter => [Scatter(scatter, colour)],
        LineTrace { Low: not null, High: not null } line => [Band(line, colour), Line(line, colour)],
        LineTrace line => [Line(line, colour)],
        BarTrace bars => [Bars(figure, bars, colour)],
        HistogramTrace histogram => [Histogram(histogram, colour)],
        HeatmapTrace heat => [Heat(heat)],
        PathTrace path => [Path(path, colour)],
        AreaTrace area => [Filled(Begin("scatter", area, "lines", area.X, area.Y), colour, area.Opacity)],
        TextTrace text => [Text(text)],
        _ => [],          // reference lines are shapes of the layout
    };

    private static Node Begin(string type, Trace trace, string? mode, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var node = new Node { ["type"] = type, ["name"] = PlotlyLayout.Html(trace.Name), ["showlegend"] = trace.Name.Length > 0 };
        if (mode is not null) node["mode"] = mode;
        (node["x"], node["y"]) = (x, y);
        return node;
    }

    private static Node Scatter(ScatterTrace scatter, string colour)
    {
        var node = Begin("scatter", scatter, "markers", scatter.X, scatter.Y);
        if (scatter.Texts is { } texts) (node["text"], node["hoverinfo"]) = (Strings(texts), "text+name");
        node["marker"] = Marker(colour, scatter.Marker, scatter.Size, scatter.Opacity);
        return node;
    }

    private static Node Line(LineTrace line, string colour)
    {
        var node = Begin("scatter", line, line.Marker is null ? "lines" : "lines+markers", line.X, line.Y);
        node["line"] = Stroke(colour, line.Width, line.Dash);
        if (line.Marker is { } shape) node["marker"] = Marker(colour, shape, 7, 1);
        return node;
    }

    private static Node Band(LineTrace line, string colour) => Filled(new Node
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["showlegend"] = false,
        ["hoverinfo"] = "skip",
        ["x"] = line.X.Concat(line.X.Reverse()).ToArray(),
        ["y"] = line.High!.Concat(line.Low!.Reverse()).ToArray(),
    }, colour, 0.18);

    private static Node Histogram(HistogramTrace histogram, string colour)
    {
        var edges = histogram.Edges;
        var node = Begin("bar", histogram, null, [.. histogram.Counts.Select((_, i) => (edges[i] + edges[i + 1]) / 2)], histogram.Counts);
        node["width"] = histogram.Counts.Select((_, i) => edges[i + 1] - edges[i]).ToArray();
        node["marker"] = Marker(colour, null, 0, histogram.Opacity);
        return node;
    }

    private static Node Path(PathTrace path, string colour)
    {
        // One trace for all lines: null breaks the line.
        var points = path.Lines.SelectMany(line => line.Append((double.NaN, double.NaN))).ToArray();
        var node = Begin("scatter", path, "lines", [.. points.Select(p => p.Item1)], [.. points.Select(p => p.Item2)]);
        node["line"] = Stroke(colour, path.Width, "");
        return node;
    }

    private static Node Text(TextTrace text)
    {
        var node = Begin("scatter", text, "text", text.X, text.Y);
        (node["text"], node["textposition"]) = (Strings(text.Texts), text.Beside ? "middle right" : "top center");
        return node;
    }

    private static Node Bars(Figure figure, BarTrace bars, string colour)
    {
        var lying = figure.Y.Kind == AxisKind.Category;
        var node = new Node
        {
            ["type"] = "bar",
            ["name"] = PlotlyLayout.Html(bars.Name),
            ["showlegend"] = bars.Name.Length > 0,
            ["orientation"] = lying ? "h" : "v",
            [lying ? "y" : "x"] = Strings(bars.Categories),
            [lying ? "x" : "y"] = bars.Values,
            ["marker"] = new Node { ["color"] = bars.Colours is { } each ? each.ToArray() : colour },
        };
        if (bars.Low is { } lows && bars.High is { } highs)
        {
            node[lying ? "error_x" : "error_y"] = new Node
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = highs.Select((high, i) => high - bars.Values[i]).ToArray(),
                ["arrayminus"] = lows.Select((low, i) => bars.Values[i] - low).ToArray(),
            };
        }
        if (bars.Labels is { } labels) (node["text"], node["textposition"]) = (Strings(labels), "outside");
        return node;
    }

    private static Node Heat(HeatmapTrace heat)
    {
        var (low, high) = heat.Range();
        var columns = Enumerable.Range(0, heat.ColumnNames.Count).ToArray();
        var node = new Node
        {
            ["type"] = "heatmap",
            ["x"] = Strings(heat.ColumnNames),
            ["y"] = Strings(heat.RowNames),
            ["z"] = heat.RowNames.Select((_, i) => columns.Select(j => heat.Values[i, j]).ToArray()).ToArray(),
            ["zmin"] = low,
            ["zmax"] = high,
            ["colorscale"] = heat.Scale.Stops().Select(stop => new object[] { stop.Place, stop.Colour }).ToArray(),
            ["colorbar"] = new Node { ["title"] = new Node { ["text"] = PlotlyLayout.Html(heat.Name) } },
        };
        if (heat.Texts is { } texts) (node["text"], node["texttemplate"]) = (heat.RowNames.Select((_, i) => Strings(columns.Select(j => texts[i, j] ?? ""))).ToArray(), "%{text}");
        return node;
    }

    private static Node Marker(string colour, MarkerShape? shape, double size, double opacity)
    {
        var node = new Node { ["color"] = colour };
        if (opacity < 1) node["opacity"] = opacity;
        if (shape is not { } known) return node;
        node["symbol"] = known switch
        {
            MarkerShape.Square => "square",
            MarkerShape.Triangle => "triangle-up",
            MarkerShape.TriangleDown => "triangle-down",
            MarkerShape.Diamond => "diamond",
            MarkerShape.Cross => "x-thin-open",
            _ => "circle",
        };
        node["size"] = size;
        return node;
    }

    private static Node Stroke(string colour, double width, string dash)
    {
        var node = new Node { ["color"] = colour, ["width"] = width };
        if (dash.Length > 0) node["dash"] = string.Join(',', dash.Split(' ').Select(part => part + "px"));
        return node;
    }

    private static Node Filled(Node node, string colour, double opacity)
    {
        var (r, g, b) = Palette.Parse(colour);
        node["fill"] = "toself";
        node["fillcolor"] = string.Create(CultureInfo.InvariantCulture, $"rgba({r},{g},{b},{opacity:0.##})");
        node["line"] = Stroke(colour, 0, "");
        return node;
    }

    private static string[] Strings(IEnumerable<string> texts) => [.. texts.Select(PlotlyLayout.Html)];
}
