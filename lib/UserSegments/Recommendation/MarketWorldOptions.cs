using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What a feedback loop on the simulated market looks like.</summary>
public sealed record MarketWorldOptions
{
    /// <summary>Candidates of a round, drawn from what is on the market; 20 unless set.</summary>
    public int Candidates { get; init => field = Check.AtLeast(value, 1, nameof(Candidates)); } = 20;

    /// <summary>The month whose tastes hold, 1 to 12; 6 unless set: before the market's own changes.</summary>
    public int Month { get; init => field = Check.InRange(value, 1, 12, nameof(Month)); } = 6;

    /// <summary>The round from which everybody of segment s has the taste of somebody of segment s + 1, while still being taken for one of s; never unless set.</summary>
    public int ChangeAt { get; init => field = Check.AtLeast(value, 0, nameof(ChangeAt)); } = int.MaxValue;

    /// <summary>The people who come, by index; everybody unless set.</summary>
    public IReadOnlyList<int>? Users { get; init; }

    /// <summary>Seed of who takes whose taste; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;
}
