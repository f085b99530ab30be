namespace UserSegments.Display;

/// <summary>A line through points, with a band of uncertainty if there is one.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">(n) places on the x axis, in the order of drawing.</param>
/// <param name="Y">(n) places on the y axis.</param>
public sealed record LineTrace(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Trace(Name)
{
    /// <summary>(n) lower ends of the band; null for none.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>(n) upper ends of the band; null for none.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>The dash in SVG's form, "7 3"; empty is solid.</summary>
    public string Dash { get; init; } = "";

    /// <summary>The shape of the points; null: the line alone.</summary>
    public MarkerShape? Marker { get; init; }

    /// <summary>Width of the line, in pixels.</summary>
    public double Width { get; init; } = 2;

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        if (Low is not null) Numerics.Check.SameLength(Low.Count, X.Count, nameof(Low), nameof(X));
        if (High is not null) Numerics.Check.SameLength(High.Count, X.Count, nameof(High), nameof(X));
        x.Add(X);
        y.Add(Y);
        y.Add(Low);
        y.Add(High);
    }
}
