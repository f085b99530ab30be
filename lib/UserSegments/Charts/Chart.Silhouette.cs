using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>The silhouette plot (Rousseeuw, 1987): every row's silhouette, by group, the highest first.</summary>
    /// <param name="samples">(n) silhouettes, -1 to 1.</param>
    /// <param name="labels">(n) group of each row; noise (-1) is left out and counted in the note.</param>
    /// <param name="title">The finding; null: the mean and the share of rows below 0.</param>
    /// <param name="name">What a group is called; null: its number.</param>
    public static Figure Silhouette(IReadOnlyList<double> samples, IReadOnlyList<int> labels, string? title = null, Func<int, string>? name = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, samples.Count, nameof(labels), nameof(samples));
        int[] kept = [.. Enumerable.Range(0, samples.Count).Where(i => labels[i] >= 0 && double.IsFinite(samples[i]))];
        var mean = kept.Length == 0 ? double.NaN : kept.Average(i => samples[i]);
        var below = kept.Count(i => samples[i] < 0);
        var gap = Math.Max(1, kept.Length * 0.012);
        var (traces, ticks, at) = (new List<Trace>(), new List<(double, string)>(), 0.0);
        foreach (var group in kept.GroupBy(i => labels[i]).OrderByDescending(group => group.Key))
        {
            // From below: the lowest silhouette of the last group first, so that groups and values read downwards.
            double[] sorted = [.. group.Select(i => samples[i]).Order()];
            traces.Add(Outline(sorted, at, group.Key));
            ticks.Add((at + sorted.Length / 2.0, name?.Invoke(group.Key) ?? string.Create(CultureInfo.InvariantCulture, $"{group.Key} (n = {sorted.Length:N0}, mean {sorted.Average():0.00})")));
            at += sorted.Length + gap;
        }
        if (kept.Length > 0) traces.Add(new ReferenceLine(mean, string.Create(CultureInfo.InvariantCulture, $"mean {mean:0.000}")) { Vertical = true });
        var left = samples.Count - kept.Length;
        return new Figure(title ?? string.Create(CultureInfo.InvariantCulture, $"Mean silhouette {mean:0.000}; {below:N0} of {kept.Length:N0} rows lie nearer to another group"))
        {
            X = new Axis("silhouette") { IncludeZero = true, Maximum = kept.Length == 0 ? 1 : Math.Min(1, kept.Max(i => samples[i]) + 0.05) },
            Y = new Axis("group") { Ticks = ticks, Minimum = 0, Maximum = Math.Max(1, at - gap), Grid = false },
            Traces = traces,
            Note = left > 0 ? string.Create(CultureInfo.InvariantCulture, $"{left:N0} rows of noise are left out.") : "",
        };
    }

    /// <summary>The outline of one group's silhouettes, at most 200 steps of them.</summary>
    private static AreaTrace Outline(double[] sorted, double at, int group)
    {
        var steps = Math.Min(sorted.Length, 200);
        var (x, y) = (new List<double> { 0 }, new List<double> { at });
        for (var i = 0; i < steps; i++)
        {
            var (from, to) = ((long)i * sorted.Length / steps, (long)(i + 1) * sorted.Length / steps);
            var value = sorted.AsSpan((int)from..(int)to).ToArray().Average();
            x.AddRange([value, value]);
            y.AddRange([at + from, at + to]);
        }
        x.Add(0);
        y.Add(at + sorted.Length);
        return new AreaTrace("", x, y) { Colour = Palette.Colour(group) };
    }
}
