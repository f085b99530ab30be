namespace UserSegments.Display;

/// <summary>A straight line across the whole figure: a threshold, a mean, a cut.</summary>
/// <param name="Value">Where it crosses the axis.</param>
/// <param name="Text">What stands at it; empty for nothing.</param>
public sealed record ReferenceLine(double Value, string Text = "") : Trace("")
{
    /// <summary>Whether the line stands upright and crosses the x axis; else it lies and crosses the y axis.</summary>
    public bool Vertical { get; init; }

    /// <summary>The dash in SVG's form; empty is solid.</summary>
    public string Dash { get; init; } = "5 4";

    internal override void Extend(Extent x, Extent y) => (Vertical ? x : y).Add(Value);
}
