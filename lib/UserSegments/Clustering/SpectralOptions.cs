using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="Spectral"/> runs.</summary>
public sealed record SpectralOptions
{
    /// <summary>Number of groups, at least 1.</summary>
    public required int K { get; init => field = Check.AtLeast(value, 1, nameof(K)); }

    /// <summary>Neighbours of each row in the graph, at least 1.</summary>
    public int Neighbours { get; init => field = Check.AtLeast(value, 1, nameof(Neighbours)); } = 10;

    /// <summary>Seed of the eigenvectors' start and of k-means.</summary>
    public ulong Seed { get; init; }
}
