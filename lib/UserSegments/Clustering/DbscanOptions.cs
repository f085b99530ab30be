using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="Dbscan"/> runs.</summary>
public sealed record DbscanOptions
{
    /// <summary>Radius of a neighbourhood, in the units of the rows, above 0; a row exactly at the radius is a neighbour.</summary>
    public required double Radius { get; init => field = Check.Positive(value, nameof(Radius)); }

    /// <summary>A row with at least this many rows (itself counted, or this much weight) within the radius is a core row; at least 1.</summary>
    public int MinPoints { get; init => field = Check.AtLeast(value, 1, nameof(MinPoints)); } = 5;

    /// <summary>Compares rows by direction: they are scaled to length 1 first.</summary>
    public bool Spherical { get; init; }
}
