using UserSegments.Display;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>From the plotly.js form of one trace to the trace.</summary>
internal static class TraceReading
{
    private static readonly Dictionary<string, MarkerShape> Shapes = new()
    {
        ["square"] = MarkerShape.Square,
        ["triangle-up"] = MarkerShape.Triangle,
        ["triangle-down"] = MarkerShape.TriangleDown,
        ["diamond"] = MarkerShape.Diamond,
        ["x-thin-open"] = MarkerShape.Cross,
    };

    /// <summary>Whether a trace is the band of uncertainty of the next: there and back along its points, without a name.</summary>
    public static bool IsBand(Node trace, Node next) =>
        IsFilled(trace) && trace.Text("hoverinfo") == "skip" && trace.Text("name").Length == 0
        && next.Text("type") == "scatter" && next.Text("mode").StartsWith("lines", StringComparison.Ordinal) && !IsFilled(next)
        && trace.Numbers("x") is { } there && trace.Numbers("y")?.Count == there.Count && there.Count == 2 * next.Numbers("x")?.Count;

    public static Trace Scatter(Node trace)
    {
        var (x, y) = Places(trace);
        var mode = trace.GetValueOrDefault("mode") is null ? "lines" : trace.Text("mode");
        if (mode == "text") return new TextTrace(x, y, trace.Texts("text") ?? [.. x.Select(_ => "")]) { Beside = trace.Text("textposition") == "middle right" };
        if (IsFilled(trace)) return new AreaTrace(trace.Text("name"), x, y) { Colour = Stroke(trace), Opacity = Opacity(trace.Text("fillcolor")) };
        if (mode.Contains("lines", StringComparison.Ordinal)) return Line(trace, null);
        var marker = trace.Child("marker");
        var points = new ScatterTrace(trace.Text("name"), x, y) { Colour = Fill(trace), Marker = Shape(marker), Texts = trace.Texts("text"), Opacity = marker.Number("opacity") ?? 1 };
        return marker.Number("size") is { } size ? points with { Size = size } : points;
    }

    public static Trace Line(Node trace, Node? band)
    {
        var ((x, y), stroke, name) = (Places(trace), trace.Child("line"), trace.Text("name"));
        var marked = trace.Text("mode").Contains("markers", StringComparison.Ordinal);
        // Every line of a path ends with a gap; a line alone does not end with one.
        if (band is null && !marked && x.Count > 0 && double.IsNaN(x[^1]) && double.IsNaN(y[^1])) return Path(name, x, y) with { Colour = Stroke(trace), Width = stroke.Number("width") ?? 2 };
        var line = new LineTrace(name, x, y) { Colour = Stroke(trace), Width = stroke.Number("width") ?? 2, Dash = stroke.Text("dash").Replace("px,", " ", StringComparison.Ordinal).Replace("px", "", StringComparison.Ordinal) };
        if (marked) line = line with { Marker = Shape(trace.Child("marker")) };
        if (band is null) return line;
        var ends = band.Numbers("y")!;
        return line with { High = [.. ends.Take(x.Count)], Low = [.. ends.Skip(x.Count).Reverse()] };
    }

    public static Trace Bars(Node trace, string[] names)
    {
        var lying = trace.Text("orientation") == "h";
        var values = trace.Numbers(lying ? "x" : "y") ?? [];
        var error = trace.Child(lying ? "error_x" : "error_y");
        var bars = new BarTrace(trace.Text("name"), names, values) { Colour = Fill(trace), Colours = trace.Child("marker").Texts("color"), Labels = trace.Texts("text") };
        if (error.Numbers("array") is not { } above || above.Count != values.Count) return bars;
        var below = error.Numbers("arrayminus") is { } minus && minus.Count == values.Count ? minus : above;
        return bars with { Low = [.. values.Zip(below, (value, reach) => value - reach)], High = [.. values.Zip(above, (value, reach) => value + reach)] };
    }

    public static Trace Histogram(Node trace)
    {
        var ((middles, counts), widths) = (Places(trace), trace.Numbers("width")!);
        var edges = new double[counts.Count + 1];
        if (widths.Count == counts.Count && counts.Count > 0)
        {
            for (var i = 0; i < counts.Count; i++) edges[i] = middles[i] - widths[i] / 2;
            edges[^1] = middles[^1] + widths[^1] / 2;
        }
        return new HistogramTrace(trace.Text("name"), edges, counts) { Colour = Fill(trace), Opacity = trace.Child("marker").Number("opacity") ?? 1 };
    }

    public static Trace Heat(Node trace, string[] rows, string[] columns)
    {
        var (values, texts) = (new double[rows.Length, columns.Length], trace.ContainsKey("text") ? new string[rows.Length, columns.Length] : null);
        var (numbers, words) = (trace.GetValueOrDefault("z") as IReadOnlyList<object> ?? [], trace.GetValueOrDefault("text") as IReadOnlyList<object> ?? []);
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, wordsOfRow) = (i < numbers.Count ? numbers[i] as IReadOnlyList<double> : null, i < words.Count ? NodeReading.Texts(words[i]) : null);
            for (var j = 0; j < columns.Length; j++)
            {
                values[i, j] = row is not null && j < row.Count ? row[j] : double.NaN;
                if (texts is not null) texts[i, j] = wordsOfRow is not null && j < wordsOfRow.Length ? wordsOfRow[j] : "";
            }
        }
        var heat = new HeatmapTrace(trace.Child("colorbar").Title(), rows, columns, values) { Texts = texts, Scale = Scale(trace) };
        if (trace.Number("zmin") is not { } low || trace.Number("zmax") is not { } high) return heat;
        if (!heat.Scale.IsDiverging) return heat with { Minimum = low, Maximum = high };
        // The ends of a diverging scale mirror each other: given again only where the values do not say them.
        var middle = (low + high) / 2;
        var reach = values.Cast<double>().Where(double.IsFinite).Select(value => Math.Abs(value - middle)).DefaultIfEmpty().Max();
        return Math.Abs(reach - (high - middle)) <= 1e-9 * reach ? heat with { Middle = middle } : heat with { Middle = middle, Minimum = low, Maximum = high };
    }

    private static (IReadOnlyList<double> X, IReadOnlyList<double> Y) Places(Node trace)
    {
        var (x, y) = (trace.Numbers("x"), trace.Numbers("y"));
        return (x ?? Counting(y), y ?? Counting(x));

        static IReadOnlyList<double> Counting(IReadOnlyList<double>? other) => [.. Enumerable.Range(0, other?.Count ?? 0).Select(i => (double)i)];
    }

    private static PathTrace Path(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (lines, line) = (new List<IReadOnlyList<(double, double)>>(), new List<(double, double)>());
        for (var i = 0; i < x.Count; i++)
        {
            if (double.IsNaN(x[i]) && double.IsNaN(y[i]))
            {
                lines.Add(line);
                line = [];
            }
            else
            {
                line.Add((x[i], y[i]));
            }
        }
        return new PathTrace(name, lines);
    }

    private static bool IsFilled(Node trace) => trace.Text("fill") == "toself";

    private static string? Fill(Node trace) => FigureReader.Colour(trace.Child("marker").GetValueOrDefault("color") as string);

    private static string? Stroke(Node trace) => FigureReader.Colour(trace.Child("line").GetValueOrDefault("color") as string);

    // The first stop tells the library's two scales apart; another scale is found to be lost when the figure is held against the chart.
    private static ColourScale Scale(Node trace) =>
        trace.GetValueOrDefault("colorscale") is IReadOnlyList<object> and [IReadOnlyList<object> and [_, string colour], ..] && FigureReader.Colour(colour) == ColourScale.Diverging.At(0)
            ? ColourScale.Diverging : ColourScale.Sequential;

    private static MarkerShape Shape(Node marker) => Shapes.GetValueOrDefault(marker.Text("symbol"), MarkerShape.Circle);

    private static double Opacity(string colour) => FigureReader.Rgb().Match(colour) is { Success: true } match ? FigureReader.Alpha(match) : 1;
}
