using System.Globalization;
using System.Text.RegularExpressions;
using UserSegments.Display;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>Finds the figure whose plotly.js form a tree of plain values is; what it does not understand it passes over.</summary>
internal sealed partial class FigureReader(IReadOnlyList<Node> data, Node layout)
{
    public Figure Read()
    {
        var traces = Traces().ToArray();
        var (x, y) = (ReadAxis(layout.Child("xaxis"), NamesOn("x"), lying: false), ReadAxis(layout.Child("yaxis"), NamesOn("y"), lying: true));
        var annotations = layout.Children("annotations").ToList();
        var lines = layout.Children("shapes").Select(shape => ReadLine(shape, annotations, x, y)).OfType<Trace>().ToArray();
        var note = annotations.Find(note => note.Text("xref") == "paper" && note.Text("yref") == "paper" && note.Number("x") == 0 && note.Number("y") < 0);
        var figure = new Figure(layout.Title()) { X = x, Y = y, Traces = [.. traces, .. lines], Note = note?.Text("text") ?? "", LegendTitle = layout.Child("legend").Title() };
        return figure with { Width = (int)(layout.Number("width") ?? figure.Width), Height = (int)(layout.Number("height") ?? figure.Height) };
    }

    /// <summary>A colour as #RRGGBB; null where it is something else or lets something through.</summary>
    public static string? Colour(string? text)
    {
        if (text is null) return null;
        if (Hexadecimal().IsMatch(text)) return text.ToUpperInvariant();
        return Rgb().Match(text) is { Success: true } match && Alpha(match) == 1 ? $"#{Part(1):X2}{Part(2):X2}{Part(3):X2}" : null;

        byte Part(int group) => byte.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var part) ? part : byte.MaxValue;
    }

    public static double Alpha(Match match) => match.Groups[4].Success ? double.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture) : 1;

    // The names on an axis: those of bars and of heatmaps, in order; null where there are none.
    private string[]? NamesOn(string axis)
    {
        var named = data.Where(trace => IsHeat(trace) || (IsBar(trace) && NamesOf(trace) == axis)).ToArray();
        return named.Length == 0 ? null : [.. named.SelectMany(trace => Names(trace, axis)).Distinct()];
    }

    private static bool IsHeat(Node trace) => trace.Text("type") == "heatmap";

    private static bool IsBar(Node trace) => trace.Text("type") == "bar" && trace.Numbers("width") is null;

    private static string NamesOf(Node bars) => bars.Text("orientation") == "h" ? "y" : "x";

    private static string[] Names(Node trace, string axis)
    {
        if (trace.Texts(axis) is { } names) return names;
        if (trace.Numbers(axis) is { } numbers) return [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var rows = trace.GetValueOrDefault("z") as IReadOnlyList<object> ?? [];
        var count = axis == "y" ? rows.Count : rows.Select(row => (row as IReadOnlyList<double>)?.Count ?? 0).DefaultIfEmpty().Max();
        return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private IEnumerable<Trace> Traces()
    {
        for (var i = 0; i < data.Count; i++)
        {
            var (trace, type) = (data[i], data[i].Text("type"));
            switch (type)
            {
                case "heatmap":
                    yield return TraceReading.Heat(trace, Names(trace, "y"), Names(trace, "x"));
                    break;
                case "bar":
                    yield return IsBar(trace) ? TraceReading.Bars(trace, Names(trace, NamesOf(trace))) : TraceReading.Histogram(trace);
                    break;
                case "scatter":
                    if (new[] { "x", "y" }.FirstOrDefault(axis => trace.ContainsKey(axis) && trace.Numbers(axis) is null) is { } texts)
                        throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"data[{i}].{texts} holds no numbers; a figure places points and lines by numbers."));
                    // A band belongs to the line that follows.
                    if (i + 1 < data.Count && TraceReading.IsBand(trace, data[i + 1])) yield return TraceReading.Line(data[++i], trace);
                    else yield return TraceReading.Scatter(trace);
                    break;
                default:
                    throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"data[{i}] is a {type} trace; a figure draws scatter, bar and heatmap traces."));
            }
        }
    }

    private static Axis ReadAxis(Node node, string[]? names, bool lying)
    {
        var kind = names is not null ? AxisKind.Category : node.Text("type") switch { "log" => AxisKind.Logarithmic, "category" => AxisKind.Category, _ => AxisKind.Linear };
        var range = node.Numbers("range") is { Count: 2 } ends ? ends : null;
        var axis = new Axis(node.Title()) { Kind = kind, Percent = node.Text("tickformat") == ",.3~%" };
        if (node.Numbers("tickvals") is { } values && node.Texts("ticktext") is { } texts && values.Count == texts.Length) axis = axis with { Ticks = [.. values.Zip(texts)] };
        if (kind == AxisKind.Category)
        {
            // Plotly.js stacks names upwards from the first; a figure has the first on top.
            var order = node.Texts("categoryarray") ?? names ?? [];
            var turned = lying && (range is null ? node.Text("autorange") != "reversed" : range[0] < range[1]);
            return axis with { Categories = turned ? [.. order.Reverse()] : order };
        }
        axis = axis with { Grid = node.GetValueOrDefault("showgrid") is not false };
        return range is null ? axis : axis with { Minimum = Bound(range.Min()), Maximum = Bound(range.Max()) };

        double Bound(double end) => kind == AxisKind.Logarithmic ? Math.Pow(10, end) : end;
    }

    private static ReferenceLine? ReadLine(Node shape, List<Node> annotations, Axis x, Axis y)
    {
        var vertical = shape.Text("yref") == "paper";
        var (along, across) = vertical ? ("x", "y") : ("y", "x");
        var value = shape.Number(along + "0") ?? double.NaN;
        if (shape.Text("type") != "line" || shape.Text(along + "ref") != along || shape.Text(across + "ref") != "paper" || !value.Equals(shape.Number(along + "1") ?? double.NaN)) return null;
        // Shapes take data values on a logarithmic axis, annotations its exponents.
        var place = (vertical ? x : y).Kind == AxisKind.Logarithmic ? Math.Log10(value) : value;
        var text = annotations.Find(text => text.Text(along + "ref") == along && text.Text(across + "ref") == "paper" && (text.Number(along) ?? double.NaN).Equals(place));
        if (text is not null) annotations.Remove(text);
        var line = new ReferenceLine(value, text?.Text("text") ?? "") { Vertical = vertical, Colour = Colour(shape.Child("line").GetValueOrDefault("color") as string) };
        return shape.Child("line").Text("dash") == "solid" ? line with { Dash = "" } : line;
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^rgba?\((\d+), *(\d+), *(\d+)(?:, *([\d.]+))?\)$")]
    internal static partial Regex Rgb();
}
