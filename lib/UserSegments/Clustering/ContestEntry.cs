using UserSegments.Display;
using UserSegments.Evaluation;

namespace UserSegments.Clustering;

/// <summary>What one algorithm did in a <see cref="Contest"/>.</summary>
public sealed record ContestEntry
{
    /// <summary>Name of the algorithm.</summary>
    public required string Name { get; init; }

    /// <summary>Its groups.</summary>
    public required Clustering Clustering { get; init; }

    /// <summary>Mean silhouette without noise; NaN with fewer than two groups.</summary>
    public double Silhouette { get; init; } = double.NaN;

    /// <summary>Mean silhouette with noise given to its nearest group; equal to <see cref="Silhouette"/> if there is none.</summary>
    public double SilhouetteWithNoise { get; init; } = double.NaN;

    /// <summary>Davies-Bouldin index without noise; NaN with fewer than two groups.</summary>
    public double DaviesBouldin { get; init; } = double.NaN;

    /// <summary>Density-based validation, noise counted against it; NaN with fewer than two groups.</summary>
    public double Dbcv { get; init; } = double.NaN;

    /// <summary>Mean adjusted Rand index with bootstrap resamples, and its interval over resamples.</summary>
    public Estimate Stability { get; init; }

    /// <summary>Adjusted Rand index with the true groups, noise as a group; NaN if they are not known.</summary>
    public double Truth { get; init; } = double.NaN;

    /// <summary>Rows in the smallest group; 0 without groups.</summary>
    public int Smallest { get; init; }

    /// <summary>Seconds of one fit.</summary>
    public double Seconds { get; init; }

    /// <summary>Most managed memory in use during the fit beyond what was before, in megabytes; sampled every few milliseconds.</summary>
    public double PeakMegabytes { get; init; }

    /// <summary>Mean of the recommendation metric and its 95 % interval over users, if there is a scorer.</summary>
    public Estimate? Score { get; init; }

    /// <summary>Paired difference to the baseline and its test, if there is one.</summary>
    public PairedTest? Gain { get; init; }
}
