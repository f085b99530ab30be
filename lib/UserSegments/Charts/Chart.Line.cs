using UserSegments.Display;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>Lines over common places, one a series.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="xTitle">What the x axis measures, with the unit.</param>
    /// <param name="yTitle">What the y axis measures, with the unit.</param>
    /// <param name="x">(n) places on the x axis.</param>
    /// <param name="series">Name and (n) values of each line.</param>
    public static Figure Line(string title, string xTitle, string yTitle, IReadOnlyList<double> x, params (string Name, IReadOnlyList<double> Values)[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Line(title, xTitle, yTitle, [.. series.Select(one => new LineTrace(one.Name, x, one.Values))]);
    }

    /// <summary>Lines with bands of uncertainty over common places, one a series.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="xTitle">What the x axis measures, with the unit.</param>
    /// <param name="yTitle">What the y axis measures, with the unit.</param>
    /// <param name="x">(n) places on the x axis.</param>
    /// <param name="series">Name and (n) values with intervals of each line.</param>
    public static Figure Line(string title, string xTitle, string yTitle, IReadOnlyList<double> x, params (string Name, IReadOnlyList<Estimate> Values)[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Line(title, xTitle, yTitle, [.. series.Select(one => new LineTrace(one.Name, x, [.. one.Values.Select(v => v.Value)])
        {
            Low = [.. one.Values.Select(v => v.Low)],
            High = [.. one.Values.Select(v => v.High)],
        })]);
    }

    /// <summary>Lines, each with its own places; colours, dashes and markers are chosen where none is given.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="xTitle">What the x axis measures, with the unit.</param>
    /// <param name="yTitle">What the y axis measures, with the unit.</param>
    /// <param name="lines">The lines.</param>
    public static Figure Line(string title, string xTitle, string yTitle, params LineTrace[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return new Figure(title)
        {
            X = new Axis(xTitle),
            Y = new Axis(yTitle),
            // Markers say where was measured; beyond forty points they would hide the line.
            Traces = [.. lines.Select((line, i) => (Trace)(line with
            {
                Colour = line.Colour ?? Palette.Colour(i),
                Dash = line.Dash.Length > 0 ? line.Dash : Palette.Dash(i),
                Marker = line.Marker ?? (line.X.Count <= 40 ? Palette.Marker(i) : null),
            }))],
        };
    }
}
