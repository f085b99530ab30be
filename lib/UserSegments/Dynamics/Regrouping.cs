namespace UserSegments.Dynamics;

/// <summary>When groups are made anew.</summary>
public enum Regrouping
{
    /// <summary>Never: the first centres stay, people move between them.</summary>
    Never,

    /// <summary>At every window, from new random starts.</summary>
    EveryWindow,

    /// <summary>At every window, started from the centres before and held back by them (<see cref="EvolutionaryKMeans"/>).</summary>
    Smoothed,

    /// <summary>At the first window after a drift detector's alarm.</summary>
    OnDrift,
}
