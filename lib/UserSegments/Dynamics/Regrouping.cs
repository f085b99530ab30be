namespace UserSegments.Dynamics;

/// <summary>When groups are made anew.</summary>
public enum Regrouping
{
    /// <summary>Never: the first centres stay, people move between them.</summary>
    Never,

    /// <summary>At every window from scratch, started by the seed of the grouping.</summary>
    EveryWindow,

    /// <summary>At every window, started from the centres before and held back by them (<see cref="EvolutionaryKMeans"/>).</summary>
    Smoothed,

    /// <summary>At the first window after a drift detector's alarm.</summary>
    OnDrift,

    /// <summary>At every window, people by what they did in it and before, centres with them; new groups where it has become dense, those that empty retire (<see cref="MembershipOptions"/>).</summary>
    /// <remarks>It learns from what <see cref="SegmentFollower.Observe"/> is told: tell it of the events before the first grouping, too. Births are told from the second window after the grouping on, which is the first that has one to be compared with.</remarks>
    Adaptive,
}
