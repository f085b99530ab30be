using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>How often values fall into bins of equal width.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="xTitle">What the values measure, with the unit.</param>
    /// <param name="values">(n) values; those that are not finite are left out and counted in the note.</param>
    /// <param name="bins">Number of bins; null: width by Freedman and Diaconis (1981), 5 to 60 bins.</param>
    /// <param name="yTitle">What is counted.</param>
    public static Figure Histogram(string title, string xTitle, IEnumerable<double> values, int? bins = null, string yTitle = "users")
    {
        ArgumentNullException.ThrowIfNull(values);
        var all = values.ToArray();
        var sorted = all.Where(double.IsFinite).Order().ToArray();
        var edges = Edges(sorted, bins);
        var counts = new double[edges.Length - 1];
        foreach (var value in sorted)
        {
            var bin = (int)((value - edges[0]) / (edges[^1] - edges[0]) * counts.Length);
            counts[Math.Clamp(bin, 0, counts.Length - 1)]++;
        }
        var left = all.Length - sorted.Length;
        return new Figure(title)
        {
            X = new Axis(xTitle),
            Y = new Axis(yTitle),
            Traces = sorted.Length == 0 ? [] : [new HistogramTrace("", edges, counts)],
            Note = string.Create(CultureInfo.InvariantCulture, $"n = {sorted.Length:N0}{(left > 0 ? $", {left:N0} without a finite value left out" : "")}"),
        };
    }

    private static double[] Edges(double[] sorted, int? bins)
    {
        if (sorted.Length == 0) return [0, 1];
        var (low, high) = (sorted[0], sorted[^1]);
        if (high <= low) return [low - 0.5, low + 0.5];
        var spread = sorted[(int)(0.75 * (sorted.Length - 1))] - sorted[(int)(0.25 * (sorted.Length - 1))];
        var width = 2 * spread / Math.Cbrt(sorted.Length);
        // Whole numbers get bins of a whole width, so that none holds more of them than its neighbours.
        if (bins is null && Array.TrueForAll(sorted, value => value == Math.Floor(value)))
        {
            var whole = Math.Ceiling(Math.Max(1, Math.Max(width, (high - low + 1) / 60)));
            return [.. Enumerable.Range(0, (int)Math.Ceiling((high - low + 1) / whole) + 1).Select(i => low - 0.5 + i * whole)];
        }
        var count = bins is { } wanted ? Check.AtLeast(wanted, 1) : width > 0 ? (int)Math.Clamp(Math.Ceiling((high - low) / width), 5, 60) : 20;
        return [.. Enumerable.Range(0, count + 1).Select(i => low + (high - low) * i / count)];
    }
}
