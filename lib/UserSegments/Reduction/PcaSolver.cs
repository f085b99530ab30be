namespace UserSegments.Reduction;

/// <summary>How the principal components are found.</summary>
public enum PcaSolver
{
    /// <summary>All eigenvectors of the covariance matrix (of the Gram matrix where there are fewer rows than columns): exact.</summary>
    Covariance,

    /// <summary>A random subspace sharpened by power passes (Halko, Martinsson and Tropp, 2011): quicker for few of many components, nearly exact.</summary>
    Randomized,
}
