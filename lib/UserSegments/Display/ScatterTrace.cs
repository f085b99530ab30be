namespace UserSegments.Display;

/// <summary>Points.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">(n) places on the x axis.</param>
/// <param name="Y">(n) places on the y axis.</param>
public sealed record ScatterTrace(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Trace(Name)
{
    /// <summary>(n) texts shown where the pointer rests, in viewers that can; null for none.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The shape of the points.</summary>
    public MarkerShape Marker { get; init; }

    /// <summary>Width of a point, in pixels.</summary>
    public double Size { get; init; } = 5;

    /// <summary>0 (unseen) to 1 (opaque).</summary>
    public double Opacity { get; init; } = 0.75;

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        x.Add(X);
        y.Add(Y);
    }
}
