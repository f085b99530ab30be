using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How people and items are matched.</summary>
public sealed record MatchingOptions
{
    /// <summary>Number of factors, at least 1; 24 unless set.</summary>
    public int Rank { get; init => field = Check.AtLeast(value, 1, nameof(Rank)); } = 24;

    /// <summary>Hidden values between what is known of a person and its factors, at least 1; 128 unless set.</summary>
    public int Hidden { get; init => field = Check.AtLeast(value, 1, nameof(Hidden)); } = 128;

    /// <summary>Length of the longest list shown; 8 unless set.</summary>
    public int Positions { get; init => field = Check.AtLeast(value, 1, nameof(Positions)); } = 8;

    /// <summary>Mean or Cls; Mean unless set.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Weight of a click against no click, above 0; 1 keeps the probabilities calibrated.</summary>
    public double PositiveWeight { get; init => field = Check.Positive(value, nameof(PositiveWeight)); } = 1;

    /// <summary>Seed of the head.</summary>
    public ulong Seed { get; init; }
}
