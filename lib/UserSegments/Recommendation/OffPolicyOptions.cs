using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How the value of a policy is estimated from the log of another.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>Share of intervals that should hold the truth, above 0.5 and below 1; 0.95 unless set.</summary>
    public double Level { get; init => field = Check.InRange(value, 0.5, 0.9999, nameof(Level)); } = 0.95;

    /// <summary>Largest weight: larger ones are cut, which lowers variance and adds bias; no limit unless set.</summary>
    public double LargestWeight { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"LargestWeight is {value}, expected above 0."); } = double.PositiveInfinity;

    /// <summary>Parts of the log: the reaction in each is predicted by a model of the others; at least 2; 2 unless set.</summary>
    public int Folds { get; init => field = Check.AtLeast(value, 2, nameof(Folds)); } = 2;
}
