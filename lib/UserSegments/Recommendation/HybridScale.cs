namespace UserSegments.Recommendation;

/// <summary>How scores of different recommenders are brought together.</summary>
public enum HybridScale
{
    /// <summary>Weighted sum of standard scores over the items.</summary>
    Standard,

    /// <summary>Reciprocal rank fusion, <c>sum of weight / (60 + rank)</c> (Cormack et al., 2009).</summary>
    ReciprocalRank,
}
