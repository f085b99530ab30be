using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>How recommendations are explained.</summary>
public sealed record ReasonOptions
{
    /// <summary>English unless set.</summary>
    public DescriptionLanguage Language { get; init; }

    /// <summary>Most facets that are named; 2 unless set.</summary>
    public int MaximumFacets { get; init => field = Check.AtLeast(value, 1, nameof(MaximumFacets)); } = 2;

    /// <summary>Most items that are named for a facet; 2 unless set.</summary>
    public int MaximumItems { get; init => field = Check.AtLeast(value, 1, nameof(MaximumItems)); } = 2;

    /// <summary>Least share of the score (its positive part) that a facet must carry to be named; 0.15 unless set.</summary>
    public double MinimumShare { get; init => field = Check.InRange(value, 0, 1, nameof(MinimumShare)); } = 0.15;

    /// <summary>Least agreement of an item of the past with the recommended one in the facet to count as evidence: the product of their vectors in it over the squared length of the recommended one's; 0.3 unless set.</summary>
    public double MinimumAgreement { get; init => field = Check.Positive(value, nameof(MinimumAgreement)); } = 0.3;
}
