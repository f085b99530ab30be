namespace UserSegments.Display;

/// <summary>A filled outline, or several of one colour.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">(n) corners on the x axis, in order; the last joins the first. NaN ends an outline and begins the next.</param>
/// <param name="Y">(n) corners on the y axis.</param>
public sealed record AreaTrace(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Trace(Name)
{
    /// <summary>0 (unseen) to 1 (opaque).</summary>
    public double Opacity { get; init; } = 0.85;

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        x.Add(X);
        y.Add(Y);
    }
}
