using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    // A name longer than this, or more names than stand side by side, lays the bars on their side.
    private const int LongestUprightName = 11;
    private const int MostUprightBars = 12;

    /// <summary>One bar a name.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="valueTitle">What the bars measure, with the unit.</param>
    /// <param name="bars">Name and length, in the order of drawing.</param>
    /// <param name="highlight">The bar that the title speaks of; the others are lighter. Null: all alike.</param>
    /// <param name="lying">Whether the bars lie; null: they lie where names are long or many.</param>
    public static Figure Bar(string title, string valueTitle, IEnumerable<(string Name, double Value)> bars, string? highlight = null, bool? lying = null) =>
        Bar(title, valueTitle, [.. bars.Select(bar => (bar.Name, new Estimate(bar.Value, double.NaN, double.NaN)))], highlight, lying);

    /// <summary>One bar a name, with its interval.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="valueTitle">What the bars measure, with the unit.</param>
    /// <param name="bars">Name and length with interval, in the order of drawing.</param>
    /// <param name="highlight">The bar that the title speaks of; the others are lighter. Null: all alike.</param>
    /// <param name="lying">Whether the bars lie; null: they lie where names are long or many.</param>
    public static Figure Bar(string title, string valueTitle, IReadOnlyList<(string Name, Estimate Value)> bars, string? highlight = null, bool? lying = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        var trace = Bars("", [.. bars.Select(bar => bar.Name)], [.. bars.Select(bar => bar.Value)], labelled: true);
        if (highlight is not null) trace = trace with { Colours = [.. bars.Select(bar => bar.Name == highlight ? Palette.Colour(0) : "#9FC6DE")] };
        return Barred(title, valueTitle, [trace], lying);
    }

    /// <summary>Several bars over each name, one a series.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="valueTitle">What the bars measure, with the unit.</param>
    /// <param name="names">(n) names, in the order of drawing.</param>
    /// <param name="series">Name and (n) lengths with intervals (NaN for none) of each series.</param>
    public static Figure Bar(string title, string valueTitle, IReadOnlyList<string> names, params (string Name, IReadOnlyList<Estimate> Values)[] series)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(series);
        return Barred(title, valueTitle, [.. series.Select(one => Bars(one.Name, names, one.Values, labelled: false))], null);
    }

    private static BarTrace Bars(string name, IReadOnlyList<string> names, IReadOnlyList<Estimate> values, bool labelled)
    {
        Check.SameLength(values.Count, names.Count, nameof(values), nameof(names));
        var intervals = values.Any(value => double.IsFinite(value.Low) && double.IsFinite(value.High));
        double[] lengths = [.. values.Select(value => value.Value)];
        return new BarTrace(name, names, lengths)
        {
            Low = intervals ? [.. values.Select(value => value.Low)] : null,
            High = intervals ? [.. values.Select(value => value.High)] : null,
            Labels = labelled ? NumberText.Column(lengths, 3) : null,
        };
    }

    private static Figure Barred(string title, string valueTitle, IReadOnlyList<BarTrace> bars, bool? lying)
    {
        string[] names = [.. bars.SelectMany(bar => bar.Categories).Distinct()];
        var lie = lying ?? (names.Length > MostUprightBars || names.Any(name => TextWidth.Cells(name) > LongestUprightName));
        var (named, measured) = (new Axis { Kind = AxisKind.Category }, new Axis(valueTitle) { IncludeZero = true });
        return new Figure(title)
        {
            X = lie ? measured : named,
            Y = lie ? named : measured,
            Traces = [.. bars],
            // 22 pixels a lying bar keep its name and number legible.
            Height = lie ? Math.Clamp(110 + 22 * names.Length * Math.Max(1, bars.Count / 2), 420, 4096) : 420,
        };
    }
}
