namespace UserSegments.Display;

/// <summary>A table of numbers as colours.</summary>
/// <param name="Name">What the colour bar measures, with the unit.</param>
/// <param name="RowNames">(n) names, the first on top.</param>
/// <param name="ColumnNames">(m) names, the first on the left.</param>
/// <param name="Values">(n, m) numbers; what is not a number is grey.</param>
public sealed record HeatmapTrace(string Name, IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, double[,] Values) : Trace(Name)
{
    /// <summary>The colours.</summary>
    public ColourScale Scale { get; init; } = ColourScale.Sequential;

    /// <summary>The number at the beginning of the scale; null: the smallest, or what mirrors the largest about <see cref="Middle"/>.</summary>
    public double? Minimum { get; init; }

    /// <summary>The number at the end of the scale; null: the largest, or what mirrors the smallest.</summary>
    public double? Maximum { get; init; }

    /// <summary>The number in the middle of a diverging scale.</summary>
    public double Middle { get; init; }

    /// <summary>(n, m) texts in the cells; null for none. A text that does not fit its cell is left out.</summary>
    public string[,]? Texts { get; init; }

    /// <summary>The numbers at both ends of the scale.</summary>
    internal (double Low, double High) Range()
    {
        var extent = new Extent(false);
        foreach (var value in Values) extent.Add(value);
        if (extent.IsEmpty) return (0, 1);
        var (low, high) = (extent.Low, extent.High);
        if (Scale.IsDiverging)
        {
            var reach = Math.Max(Math.Abs(high - Middle), Math.Abs(low - Middle));
            (low, high) = (Middle - reach, Middle + reach);
        }
        (low, high) = (Minimum ?? low, Maximum ?? high);
        return high > low ? (low, high) : (low - 0.5, low + 0.5);
    }

    /// <summary>The part of the scale that the values take: a mirrored end that no value reaches is not shown.</summary>
    internal (double Low, double High) Shown()
    {
        var (extent, (low, high)) = (new Extent(false), Range());
        foreach (var value in Values) extent.Add(value);
        if (!Scale.IsDiverging || extent.IsEmpty) return (low, high);
        (low, high) = (Math.Max(low, Minimum ?? Math.Min(extent.Low, Middle)), Math.Min(high, Maximum ?? Math.Max(extent.High, Middle)));
        return high > low ? (low, high) : Range();
    }

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Values.GetLength(0), RowNames.Count, nameof(Values), nameof(RowNames));
        Numerics.Check.SameLength(Values.GetLength(1), ColumnNames.Count, nameof(Values), nameof(ColumnNames));
        x.Add(ColumnNames);
        y.Add(RowNames);
    }
}
