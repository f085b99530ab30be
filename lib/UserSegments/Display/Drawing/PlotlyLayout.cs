using Node = System.Collections.Generic.OrderedDictionary<string, object>;

namespace UserSegments.Display;

/// <summary>The layout of a figure for plotly.js: title, axes, reference lines, note.</summary>
internal static class PlotlyLayout
{
    public static Node Of(Figure figure, string[] colours)
    {
        var (x, y) = SvgWriter.Scales(figure);
        var layout = new Node
        {
            ["title"] = new Node { ["text"] = Html(figure.Title), ["x"] = 0.02 },
            ["width"] = figure.Width,
            ["height"] = figure.Height,
            ["plot_bgcolor"] = "#FFFFFF",
            ["paper_bgcolor"] = "#FFFFFF",
            ["showlegend"] = figure.Traces.Count(trace => trace.Name.Length > 0 && trace is not HeatmapTrace) > 1,
            ["barmode"] = figure.Traces.Any(trace => trace is HistogramTrace) ? "overlay" : "group",
        };
        if (figure.LegendTitle.Length > 0) layout["legend"] = new Node { ["title"] = new Node { ["text"] = Html(figure.LegendTitle) } };
        layout["xaxis"] = AxisOf(figure.X, x, reversed: false);
        layout["yaxis"] = AxisOf(figure.Y, y, reversed: y.IsCategory);
        layout["shapes"] = figure.Traces.Zip(colours).Where(pair => pair.First is ReferenceLine).Select(pair => Shape((ReferenceLine)pair.First, pair.Second)).ToArray();
        layout["annotations"] = Annotations(figure).ToArray();
        return layout;
    }

    /// <summary>Plotly reads a little HTML in texts; what people wrote must not be read as such.</summary>
    public static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static Node Shape(ReferenceLine line, string colour)
    {
        var (along, across) = line.Vertical ? ("x", "y") : ("y", "x");
        var shape = new Node { ["type"] = "line", [across + "ref"] = "paper", [along + "ref"] = along };
        foreach (var end in new[] { 0, 1 }) (shape[along + end], shape[across + end]) = (line.Value, end);
        shape["line"] = new Node { ["color"] = colour, ["width"] = 1.5, ["dash"] = line.Dash.Length > 0 ? "dash" : "solid" };
        return shape;
    }

    private static IEnumerable<Node> Annotations(Figure figure)
    {
        foreach (var line in figure.Traces.OfType<ReferenceLine>().Where(line => line.Text.Length > 0))
        {
            // Shapes take data values on a logarithmic axis, annotations its exponents.
            var logarithmic = (line.Vertical ? figure.X : figure.Y).Kind == AxisKind.Logarithmic;
            yield return new Node
            {
                ["text"] = Html(line.Text),
                ["showarrow"] = false,
                ["xref"] = line.Vertical ? "x" : "paper",
                ["yref"] = line.Vertical ? "paper" : "y",
                [line.Vertical ? "x" : "y"] = logarithmic ? Math.Log10(line.Value) : line.Value,
                [line.Vertical ? "y" : "x"] = 1,
                ["xanchor"] = line.Vertical ? "left" : "right",
                ["yanchor"] = line.Vertical ? "top" : "bottom",
            };
        }
        if (figure.Note.Length == 0) yield break;
        yield return new Node
        {
            ["text"] = Html(figure.Note),
            ["showarrow"] = false,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["x"] = 0,
            ["y"] = -0.25,
            ["font"] = new Node { ["size"] = 10 },
        };
    }

    private static Node AxisOf(Axis axis, Scale scale, bool reversed)
    {
        var (low, high) = axis.Kind == AxisKind.Logarithmic ? (Math.Log10(scale.Low), Math.Log10(scale.High)) : (scale.Low, scale.High);
        var node = new Node
        {
            ["title"] = new Node { ["text"] = Html(axis.Title) },
            ["type"] = axis.Kind switch { AxisKind.Category => "category", AxisKind.Logarithmic => "log", _ => "linear" },
            ["automargin"] = true,
            ["showgrid"] = axis.Grid && axis.Kind != AxisKind.Category,
            ["gridcolor"] = Palette.Grid,
            ["zeroline"] = false,
        };
        if (axis.Percent) node["tickformat"] = ",.3~%";
        node["range"] = reversed ? new[] { high, low } : new[] { low, high };
        if (axis.Kind == AxisKind.Category)
        {
            node["categoryorder"] = "array";
            node["categoryarray"] = scale.Names.Select(Html).ToArray();
        }
        if (axis.Ticks is { } ticks)
        {
            node["tickmode"] = "array";
            node["tickvals"] = ticks.Select(tick => tick.Value).ToArray();
            node["ticktext"] = ticks.Select(tick => Html(tick.Text)).ToArray();
        }
        return node;
    }
}
