using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="GaussianMixture"/> runs.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>Number of Gaussians, at least 1.</summary>
    public required int K { get; init => field = Check.AtLeast(value, 1, nameof(K)); }

    /// <summary>Their shape.</summary>
    public CovarianceKind Covariance { get; init; } = CovarianceKind.Full;

    /// <summary>Added to every variance, above 0, so that none vanishes; in squared units of the rows.</summary>
    public double Regularization { get; init => field = Check.Positive(value, nameof(Regularization)); } = 1e-6;

    /// <summary>Most passes, at least 1.</summary>
    public int MaxPasses { get; init => field = Check.AtLeast(value, 1, nameof(MaxPasses)); } = 200;

    /// <summary>Stops when the mean log-likelihood of a row rises by less than this; at least 0.</summary>
    public double Tolerance { get; init => field = Check.NotNegative(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>(n) labels to start from; k-means if left out.</summary>
    public int[]? Start { get; init; }

    /// <summary>Seed of the k-means that it starts from.</summary>
    public ulong Seed { get; init; }
}
