using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="SegmentFollower"/> groups and when it groups again.</summary>
public sealed record FollowingOptions
{
    /// <summary>How people are grouped.</summary>
    public required KMeansOptions Grouping { get; init; }

    /// <summary>When groups are made anew; never unless stated.</summary>
    public Regrouping Regrouping { get; init; }

    /// <summary>Weight of history for <see cref="Regrouping.Smoothed"/>, 0 to 1; 0.5 unless stated.</summary>
    public double History { get; init => field = Check.InRange(value, 0, 1, nameof(History)); } = 0.5;

    /// <summary>How <see cref="Regrouping.Adaptive"/> follows.</summary>
    public MembershipOptions Membership { get; init; } = new();

    /// <summary>
    /// How much better another segment must fit before a person moves, 0 to 1: nearer by this share of the squared distance; for <see cref="Regrouping.Adaptive"/> likelier by this much.
    /// 0 unless stated.
    /// </summary>
    public double Margin { get; init => field = Check.InRange(value, 0, 1, nameof(Margin)); }

    /// <summary>Makes the detector of each segment for <see cref="Regrouping.OnDrift"/>; ADWIN unless stated.</summary>
    public Func<IDriftDetector> Detector { get; init; } = () => new Adwin();
}
