using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How people are described.</summary>
public sealed record UserDescriptionOptions
{
    /// <summary>English unless set.</summary>
    public DescriptionLanguage Language { get; init; }

    /// <summary>Most words of a description (Chinese: most characters / 2), at least 20; 110 unless set. The first sentence always stands.</summary>
    public int MaximumWords { get; init => field = Check.AtLeast(value, 20, nameof(MaximumWords)); } = 110;

    /// <summary>Days before a person's last interaction that are recent; 90 unless set.</summary>
    public int RecentDays { get; init => field = Check.AtLeast(value, 1, nameof(RecentDays)); } = 90;

    /// <summary>Days, counted back from a person's last interaction, after which one counts half when topics are put in order; 180 unless set.</summary>
    public double HalfLife { get; init => field = Check.Positive(value, nameof(HalfLife)); } = 180;

    /// <summary>Highest rating of the scale; the highest of the data set unless set.</summary>
    public double? RatingScale { get; init => field = value is null ? null : Check.Positive(value.Value, nameof(RatingScale)); }

    /// <summary>What texts are searched for; <see cref="FacetSeeds.Shopping"/> unless set, empty for nothing.</summary>
    public IReadOnlyList<FacetSeed> Seeds { get; init; } = FacetSeeds.Shopping;
}
