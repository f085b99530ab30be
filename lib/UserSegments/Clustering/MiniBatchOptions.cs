using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="MiniBatchKMeans"/> runs.</summary>
public sealed record MiniBatchOptions
{
    /// <summary>Number of groups, at least 1.</summary>
    public required int K { get; init => field = Check.AtLeast(value, 1, nameof(K)); }

    /// <summary>Rows of one batch, at least 1.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); } = 1024;

    /// <summary>Most batches of one fit, at least 1.</summary>
    public int MaxBatches { get; init => field = Check.AtLeast(value, 1, nameof(MaxBatches)); } = 500;

    /// <summary>Seed of the random numbers.</summary>
    public ulong Seed { get; init; }
}
