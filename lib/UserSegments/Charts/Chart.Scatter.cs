using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>Points in the plane, coloured by group; noise is grey and lies below.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="points">(n, 2 or more); the first two columns are drawn.</param>
    /// <param name="groups">(n) group of each point, -1 for noise; null: one group.</param>
    /// <param name="xTitle">What the first column measures.</param>
    /// <param name="yTitle">What the second column measures.</param>
    /// <param name="name">What a group is called; null: "segment 3", with its size.</param>
    /// <param name="texts">(n) texts shown where the pointer rests; null for none.</param>
    /// <param name="maximumPoints">More points are thinned evenly, in order, and the note says so.</param>
    /// <exception cref="ArgumentException">Fewer than two columns, or lengths differ.</exception>
    public static Figure Scatter(
        string title,
        Matrix points,
        IReadOnlyList<int>? groups = null,
        string xTitle = "component 1",
        string yTitle = "component 2",
        Func<int, string>? name = null,
        IReadOnlyList<string>? texts = null,
        int maximumPoints = 3000)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Columns < 2) throw new ArgumentException($"points has {points.Columns} columns, expected at least 2.", nameof(points));
        var (x, y) = (new double[points.Rows], new double[points.Rows]);
        for (var i = 0; i < points.Rows; i++) (x[i], y[i]) = (points[i, 0], points[i, 1]);
        return Scatter(title, x, y, groups, xTitle, yTitle, name, texts, maximumPoints);
    }

    /// <summary>Points in the plane, coloured by group; noise is grey and lies below.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="x">(n) places on the x axis.</param>
    /// <param name="y">(n) places on the y axis.</param>
    /// <param name="groups">(n) group of each point, -1 for noise; null: one group.</param>
    /// <param name="xTitle">What the x axis measures, with the unit.</param>
    /// <param name="yTitle">What the y axis measures, with the unit.</param>
    /// <param name="name">What a group is called; null: "segment 3", with its size.</param>
    /// <param name="texts">(n) texts shown where the pointer rests; null for none.</param>
    /// <param name="maximumPoints">More points are thinned evenly, in order, and the note says so.</param>
    public static Figure Scatter(
        string title,
        IReadOnlyList<double> x,
        IReadOnlyList<double> y,
        IReadOnlyList<int>? groups = null,
        string xTitle = "",
        string yTitle = "",
        Func<int, string>? name = null,
        IReadOnlyList<string>? texts = null,
        int maximumPoints = 3000)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Check.SameLength(y.Count, x.Count, nameof(y), nameof(x));
        if (groups is not null) Check.SameLength(groups.Count, x.Count, nameof(groups), nameof(x));
        if (texts is not null) Check.SameLength(texts.Count, x.Count, nameof(texts), nameof(x));
        Check.AtLeast(maximumPoints, 1);
        var shown = Math.Min(x.Count, maximumPoints);
        int[] kept = [.. Enumerable.Range(0, shown).Select(i => (int)((long)i * x.Count / shown))];
        var size = shown > 1500 ? 3.5 : shown > 300 ? 4.5 : 6;
        var traces = kept.GroupBy(i => groups?[i] ?? 0).OrderBy(group => group.Key).Select(group => (Trace)new ScatterTrace(
            groups is null ? "" : name?.Invoke(group.Key) ?? string.Create(CultureInfo.InvariantCulture, $"{Segment(group.Key)} ({groups.Count(g => g == group.Key):N0})"),
            [.. group.Select(i => x[i])],
            [.. group.Select(i => y[i])])
        {
            Colour = Palette.Colour(group.Key),
            Marker = Palette.Marker(group.Key),
            Size = size,
            Opacity = group.Key < 0 ? 0.45 : 0.75,
            Texts = texts is null ? null : [.. group.Select(i => texts[i])],
        });
        return new Figure(title)
        {
            X = new Axis(xTitle),
            Y = new Axis(yTitle),
            Traces = [.. traces],
            Note = shown < x.Count ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {x.Count:N0} points are drawn, evenly thinned.") : "",
        };
    }
}
