namespace UserSegments.Display;

/// <summary>From the values of one axis to places between 0 and 1.</summary>
internal sealed class Scale
{
    private readonly Axis axis;
    private readonly Dictionary<string, int> places = [];

    /// <summary>Fits an axis to what was met.</summary>
    /// <param name="axis">What was asked for.</param>
    /// <param name="extent">What the traces hold.</param>
    /// <param name="fromZero">Whether bars stand on the axis's zero, which then needs no room beyond it.</param>
    public Scale(Axis axis, Extent extent, bool fromZero)
    {
        this.axis = axis;
        IsEmpty = axis.Kind == AxisKind.Category ? (axis.Categories ?? extent.Names).Count == 0 : extent.IsEmpty;
        Names = axis.Kind == AxisKind.Category ? axis.Categories ?? extent.Names : [];
        for (var i = 0; i < Names.Count; i++) places.TryAdd(Names[i], i);
        (Low, High) = axis.Kind switch
        {
            AxisKind.Category => (-0.5, Math.Max(1, Names.Count) - 0.5),
            AxisKind.Logarithmic => Logarithmic(axis, extent),
            _ => Linear(axis, extent, fromZero),
        };
    }

    public double Low { get; }

    public double High { get; }

    public bool IsEmpty { get; }

    public IReadOnlyList<string> Names { get; }

    public bool IsCategory => axis.Kind == AxisKind.Category;

    /// <summary>0 at the low end, 1 at the high end; NaN where the value cannot be placed.</summary>
    public double Share(double value) => axis.Kind == AxisKind.Logarithmic
        ? value > 0 ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low)) : double.NaN
        : (value - Low) / (High - Low);

    public double Share(string name) => places.TryGetValue(name, out var place) ? Share(place) : double.NaN;

    public IReadOnlyList<(double Value, string Text)> Ticks(int count) => axis.Ticks?.Where(tick => Share(tick.Value) is >= -1e-9 and <= 1 + 1e-9).ToArray()
        ?? (IReadOnlyList<(double, string)>)(axis.Kind switch
        {
            AxisKind.Category => [.. Names.Select((name, i) => ((double)i, name))],
            AxisKind.Logarithmic => Display.Ticks.Logarithmic(Low, High, count),
            _ => Display.Ticks.Linear(Low, High, count, axis.Percent),
        });

    private static (double Low, double High) Linear(Axis axis, Extent extent, bool fromZero)
    {
        if (axis.IncludeZero) extent.Add(0);
        var (low, high) = extent.IsEmpty ? (axis.Minimum ?? 0, axis.Maximum ?? Math.Max(1, (axis.Minimum ?? 0) + 1)) : (extent.Low, extent.High);
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            var half = low == 0 ? 0.5 : 0.05 * Math.Abs(low);
            (low, high) = fromZero && low == 0 ? (0, 1) : (low - half, high + half);
        }
        else if (!extent.IsEmpty)
        {
            var room = 0.04 * (high - low);
            if (!(fromZero && low == 0)) low -= room;
            if (!(fromZero && high == 0)) high += room;
        }
        (low, high) = (axis.Minimum ?? low, axis.Maximum ?? high);
        return high > low ? (low, high) : (low - 0.5, low + 0.5);
    }

    private static (double Low, double High) Logarithmic(Axis axis, Extent extent)
    {
        var (low, high) = extent.IsEmpty ? (1, 10) : (extent.Low, extent.High);
        var room = Math.Pow(high / low, 0.04);
        (low, high) = high > low * (1 + 1e-9) ? (low / room, high * room) : (low / 2, high * 2);
        (low, high) = (axis.Minimum is > 0 ? axis.Minimum.Value : low, axis.Maximum is > 0 ? axis.Maximum.Value : high);
        return high > low ? (low, high) : (low, low * 10);
    }
}
