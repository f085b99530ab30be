using UserSegments.Numerics;

namespace UserSegments.Text;

/// <summary>How TF-IDF weighs.</summary>
public sealed record TfIdfOptions
{
    /// <summary>Terms in fewer documents are left out; 2 unless stated.</summary>
    public int MinimumDocuments { get; init => field = Check.AtLeast(value, 1, nameof(MinimumDocuments)); } = 2;

    /// <summary>Terms in a larger share of the documents are left out; 0.5 unless stated.</summary>
    public double MaximumShare { get; init => field = Check.InRange(Check.Positive(value, nameof(MaximumShare)), 0, 1, nameof(MaximumShare)); } = 0.5;

    /// <summary>At most so many terms, those with the largest total count; 20,000 unless stated.</summary>
    public int MaximumTerms { get; init => field = Check.AtLeast(value, 1, nameof(MaximumTerms)); } = 20_000;

    /// <summary>Whether a count of c weighs 1 + ln c (c itself below 1) instead of c; on unless stated.</summary>
    public bool Sublinear { get; init; } = true;

    /// <summary>Whether idf is smoothed, <c>ln((1 + n) / (1 + df)) + 1</c>, else <c>ln(n / df) + 1</c>; on unless stated.</summary>
    public bool SmoothIdf { get; init; } = true;

    /// <summary>Whether each row is scaled to Euclidean length 1; on unless stated.</summary>
    public bool Normalize { get; init; } = true;
}
