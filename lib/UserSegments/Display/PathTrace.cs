namespace UserSegments.Display;

/// <summary>Broken lines of one colour: the branches of a tree, the sides of a box.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Lines">The lines, each a list of places.</param>
public sealed record PathTrace(string Name, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines) : Trace(Name)
{
    /// <summary>Width of the lines, in pixels.</summary>
    public double Width { get; init; } = 1.5;

    internal override void Extend(Extent x, Extent y)
    {
        foreach (var line in Lines)
        {
            x.Add(line.Select(point => point.X));
            y.Add(line.Select(point => point.Y));
        }
    }
}
