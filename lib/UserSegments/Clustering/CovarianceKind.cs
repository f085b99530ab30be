namespace UserSegments.Clustering;

/// <summary>What shape the Gaussians of a mixture may have.</summary>
public enum CovarianceKind
{
    /// <summary>Each its own full covariance matrix.</summary>
    Full,

    /// <summary>Each its own variances, columns independent.</summary>
    Diagonal,

    /// <summary>One full covariance matrix for all.</summary>
    Tied,
}
