using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>How <see cref="Umap"/> runs.</summary>
public sealed record UmapOptions
{
    /// <summary>Neighbours of each row, itself counted, at least 2.</summary>
    public int Neighbours { get; init => field = Check.AtLeast(value, 2, nameof(Neighbours)); } = 15;

    /// <summary>How near points may lie in the picture, 0 to 1.</summary>
    public double MinDistance { get; init => field = Check.InRange(value, 0, 1, nameof(MinDistance)); } = 0.1;

    /// <summary>Passes over the edges, at least 1.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 1, nameof(Epochs)); } = 200;

    /// <summary>Points pushed away for each edge drawn, at least 1.</summary>
    public int Negatives { get; init => field = Check.AtLeast(value, 1, nameof(Negatives)); } = 5;

    /// <summary>Seed of the random numbers.</summary>
    public ulong Seed { get; init; }
}
