namespace UserSegments.Display;

/// <summary>One layer of a <see cref="Figure"/>.</summary>
/// <param name="Name">What the legend calls it; empty: not in the legend.</param>
/// <remarks>Coordinates that are not finite are left out; a line is broken there.</remarks>
public abstract record Trace(string Name)
{
    /// <summary>The colour, #RRGGBB; null: the next of <see cref="Palette"/>.</summary>
    public string? Colour { get; init; }

    /// <summary>Takes part in the ranges of the axes.</summary>
    internal abstract void Extend(Extent x, Extent y);
}
