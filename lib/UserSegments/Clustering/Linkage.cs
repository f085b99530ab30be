namespace UserSegments.Clustering;

/// <summary>How the distance of two groups follows from the distances of their rows.</summary>
public enum Linkage
{
    /// <summary>Increase of the sum of squares, as a distance: <c>sqrt(2 a b / (a + b)) |mean a - mean b|</c> (Ward, 1963; SciPy's scale).</summary>
    Ward,

    /// <summary>Mean distance of all pairs (UPGMA).</summary>
    Average,

    /// <summary>Largest distance of a pair.</summary>
    Complete,

    /// <summary>Smallest distance of a pair.</summary>
    Single,

    /// <summary>Mean of both parts' distances, whatever their sizes (WPGMA).</summary>
    Weighted,

    /// <summary>Distance of the means (UPGMC). Heights may fall from one merge to the next.</summary>
    Centroid,
}
