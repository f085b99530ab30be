using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="Regrouping.Adaptive"/> follows people and groups; the defaults were set on simulated markets of other seeds than those they are reported on.</summary>
public sealed record MembershipOptions
{
    /// <summary>How much one event tells of its person's group: weight of its cosine with a centre in the log-likelihood, above 0; 4 unless set.</summary>
    public double Concentration { get; init => field = Check.Positive(value, nameof(Concentration)); } = 4;

    /// <summary>The chance, before a window is seen, that a person stays in its group, above 0, at most 1; 0.95 unless set.</summary>
    public double Stay { get; init => field = Check.InRange(Check.Positive(value, nameof(Stay)), 0, 1, nameof(Stay)); } = 0.95;

    /// <summary>How many people of a group that expectation is worth, above 0; 20 unless set.</summary>
    public double StayPeople { get; init => field = Check.Positive(value, nameof(StayPeople)); } = 20;

    /// <summary>Weight of history in a centre, 0 to 1; 0.5 unless set.</summary>
    public double History { get; init => field = Check.InRange(value, 0, 1, nameof(History)); } = 0.5;

    /// <summary>Passes of expectation and maximisation a window; 8 unless set.</summary>
    public int Passes { get; init => field = Check.AtLeast(value, 1, nameof(Passes)); } = 8;

    /// <summary>The concentration of a group that is proposed, above 0; larger than the other, for a newborn is told from its neighbours; 10 unless set.</summary>
    public double BirthConcentration { get; init => field = Check.Positive(value, nameof(BirthConcentration)); } = 10;

    /// <summary>How many times denser than in the window before a place must be to bear a group, at least 1; 2 unless set.</summary>
    public double BirthFactor { get; init => field = Check.InRange(value, 1, double.MaxValue, nameof(BirthFactor)); } = 2;

    /// <summary>The least share of active people that bears a group, where it is proposed and once all groups have settled with it, 0 to 1; 0.05 unless set.</summary>
    public double BirthShare { get; init => field = Check.InRange(value, 0, 1, nameof(BirthShare)); } = 0.05;

    /// <summary>The least gain of log-likelihood for each dimension and unit of <c>½ ln n</c>; 0.15 unless set (BIC asks 1 of one window, this is the gain over the window before).</summary>
    public double BirthGain { get; init => field = Check.NotNegative(value, nameof(BirthGain)); } = 0.15;

    /// <summary>Places that are tried a window, at least 1; 24 unless set.</summary>
    public int Proposals { get; init => field = Check.AtLeast(value, 1, nameof(Proposals)); } = 24;

    /// <summary>A group of whose active people less than this share is left has died, 0 to 1; 0.4 unless set.</summary>
    public double DeathShare { get; init => field = Check.InRange(value, 0, 1, nameof(DeathShare)); } = 0.4;

    /// <summary>From what share of a group's active people that go to another it counts as a migration, above 0; 0.12 unless set.</summary>
    public double MigrationShare { get; init => field = Check.Positive(value, nameof(MigrationShare)); } = 0.12;
}
