using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>A number that is watched, with the alarms of detectors and the changes that are known.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="xTitle">What the x axis is: time or a count of events.</param>
    /// <param name="yTitle">What is watched, with the unit.</param>
    /// <param name="x">(n) places in time, ascending.</param>
    /// <param name="watched">Name and (n) values of each series that is watched.</param>
    /// <param name="alarms">Name of each detector and the places in time of its alarms.</param>
    /// <param name="known">Place in time and name of each change that is known; empty for none.</param>
    public static Figure Drift(
        string title,
        string xTitle,
        string yTitle,
        IReadOnlyList<double> x,
        IReadOnlyList<(string Name, IReadOnlyList<double> Values)> watched,
        IReadOnlyList<(string Name, IReadOnlyList<double> At)> alarms,
        IReadOnlyList<(double At, string What)>? known = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(watched);
        ArgumentNullException.ThrowIfNull(alarms);
        foreach (var (name, values) in watched) Check.SameLength(values.Count, x.Count, name, nameof(x));
        double[] all = [.. watched.SelectMany(series => series.Values).Where(double.IsFinite)];
        var (low, high) = all.Length == 0 ? (0.0, 1.0) : (all.Min(), all.Max());
        var step = Math.Max(high - low, 1e-9) * 0.09;
        var lines = watched.Select((series, i) => (Trace)new LineTrace(series.Name, x, series.Values) { Colour = Palette.Colour(i), Dash = Palette.Dash(i) });
        // Alarms stand in rows above what is watched, a row a detector, so that they hide neither the lines nor each other.
        var rows = alarms.Select((detector, i) => (Trace)new ScatterTrace($"alarm: {detector.Name}", detector.At, [.. detector.At.Select(_ => high + (i + 1) * step)])
        {
            Marker = Palette.Marker(i + 2), Colour = Palette.Colour(watched.Count + i), Size = 9, Opacity = 1,
        });
        return new Figure(title)
        {
            X = new Axis(xTitle),
            Y = new Axis(yTitle) { Maximum = high + (alarms.Count + 3) * step },
            Traces = [.. lines, .. rows, .. (known ?? []).Select(change => (Trace)new ReferenceLine(change.At, change.What) { Vertical = true, Colour = "#5A5A5A" })],
        };
    }
}
