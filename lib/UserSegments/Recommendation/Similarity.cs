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

    /// <summary>
    /// BM25 (Robertson and Zaragoza, 2009, with k1 = 1.2 and b = 0.75) of the two as documents of those who had them: the sum over c of their squared
    /// <c>idf = ln(1 + (N - n + 0.5) / (n + 0.5))</c>, each side damped by its length. Who has everything says little, and what everybody has is like everything.
    /// </summary>
    Bm25,
}
