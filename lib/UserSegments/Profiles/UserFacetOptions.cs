using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How what a person did becomes a vector per facet.</summary>
public sealed record UserFacetOptions
{
    /// <summary>The instant from which ages are counted, in UTC; the last interaction unless set. Later interactions are not read.</summary>
    public DateTime? Now { get; init; }

    /// <summary>Days after which an interaction counts half for the long-term interest; 360 unless set.</summary>
    public double LongHalfLife { get; init => field = Check.Positive(value, nameof(LongHalfLife)); } = 360;

    /// <summary>Days after which an interaction counts half for the recent interest; 30 unless set.</summary>
    public double RecentHalfLife { get; init => field = Check.Positive(value, nameof(RecentHalfLife)); } = 30;

    /// <summary>How much an interaction says; unless set: a rating r counts (r - 1) / 2, a purchase 1, a click 0.3, a listen 1 + ln(count), a tag 1.</summary>
    public Func<Interaction, double> Weight { get; init; } = DefaultWeight;

    private static double DefaultWeight(Interaction x) => x.Kind switch
    {
        InteractionKind.Review or InteractionKind.Rating => Math.Max(0, (x.Value - 1) / 2),
        InteractionKind.Click => 0.3,
        InteractionKind.Listen => 1 + Math.Log(Math.Max(1, x.Value)),
        _ => 1,
    };
}
