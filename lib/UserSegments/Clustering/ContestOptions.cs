using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How a <see cref="Contest"/> is held.</summary>
public sealed record ContestOptions
{
    /// <summary>Bootstrap resamples for stability, at least 1.</summary>
    public int Resamples { get; init => field = Check.AtLeast(value, 1, nameof(Resamples)); } = 5;

    /// <summary>Above this many rows silhouettes are sampled, stability is measured on a sample of as many, and DBCV on the same sample.</summary>
    public int SampleRows { get; init => field = Check.AtLeast(value, 10, nameof(SampleRows)); } = 4000;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>(n) true groups, where they are known.</summary>
    public int[]? Truth { get; init; }

    /// <summary>What a grouping does for recommendations: the metric (NDCG@k, say) of each user under it; NaN for users that have none.</summary>
    public Func<Clustering, double[]>? Score { get; init; }

    /// <summary>What the table calls that metric.</summary>
    public string ScoreName { get; init; } = "recommendation";

    /// <summary>The same without groups, to compare with.</summary>
    public double[]? Baseline { get; init; }
}
