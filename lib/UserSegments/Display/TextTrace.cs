namespace UserSegments.Display;

/// <summary>Texts at places of the data.</summary>
/// <param name="X">(n) places on the x axis.</param>
/// <param name="Y">(n) places on the y axis.</param>
/// <param name="Texts">(n) texts.</param>
/// <remarks>A text moves around its place until it covers no other text; where no free place is left it is not drawn in the static picture.</remarks>
public sealed record TextTrace(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<string> Texts) : Trace("")
{
    /// <summary>Height of the letters, in pixels.</summary>
    public double Size { get; init; } = 11;

    /// <summary>Whether texts stand to the right of their place where they can, as names at the end of a line do; else above it in viewers that draw themselves.</summary>
    public bool Beside { get; init; }

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        Numerics.Check.SameLength(Texts.Count, X.Count, nameof(Texts), nameof(X));
        x.Add(X);
        y.Add(Y);
    }
}
