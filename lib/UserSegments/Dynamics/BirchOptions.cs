using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="Birch"/> runs.</summary>
public sealed record BirchOptions
{
    /// <summary>Largest radius of an entry at the start, at least 0; it grows where the entries become too many. 0 unless stated.</summary>
    public double Threshold { get; init => field = Check.NotNegative(value, nameof(Threshold)); }

    /// <summary>Most children of a node and entries of a leaf, at least 2; 50 unless stated.</summary>
    public int Branching { get; init => field = Check.AtLeast(value, 2, nameof(Branching)); } = 50;

    /// <summary>Most entries in all, at least 4: what bounds memory; 500 unless stated.</summary>
    public int MostEntries { get; init => field = Check.AtLeast(value, 4, nameof(MostEntries)); } = 500;
}
