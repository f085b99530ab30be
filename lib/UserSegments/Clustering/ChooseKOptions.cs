using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="ChooseK"/> looks for the number of groups.</summary>
public sealed record ChooseKOptions
{
    /// <summary>Least number of groups tried, at least 2.</summary>
    public int From { get; init => field = Check.AtLeast(value, 2, nameof(From)); } = 2;

    /// <summary>Largest number of groups tried.</summary>
    public int To { get; init => field = Check.AtLeast(value, 2, nameof(To)); } = 12;

    /// <summary>Bootstrap resamples for stability, at least 1.</summary>
    public int Resamples { get; init => field = Check.AtLeast(value, 1, nameof(Resamples)); } = 8;

    /// <summary>Reference samples of the gap statistic, at least 2.</summary>
    public int References { get; init => field = Check.AtLeast(value, 2, nameof(References)); } = 4;

    /// <summary>Above this many rows the silhouette is taken of a sample of as many.</summary>
    public int SilhouetteRows { get; init => field = Check.AtLeast(value, 2, nameof(SilhouetteRows)); } = 4000;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }
}
