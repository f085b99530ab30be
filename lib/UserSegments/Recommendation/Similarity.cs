namespace UserSegments.Recommendation;

/// <summary>How alike two items (or users) are, from how many had both (c) and each (a, b).</summary>
public enum Similarity
{
    /// <summary><c>c / sqrt(a b)</c>.</summary>
    Cosine,

    /// <summary><c>c / (a + b - c)</c>.</summary>
    Jaccard,

    /// <summary><c>c</c> itself: how often they go together.</summary>
    Count,

    /// <summary><c>c / a b</c> up to a constant: how much more often than by chance.</summary>
    Lift,
}
