using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="SegmentStream"/> follows.</summary>
public sealed record SegmentStreamOptions
{
    /// <summary>After what time an event counts half, above zero.</summary>
    public required TimeSpan HalfLife { get; init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(HalfLife), value, $"HalfLife is {value}, expected above 0."); }

    /// <summary>How many events a centre remembers, at least 1; 100,000 unless stated.</summary>
    public double Memory { get; init => field = Check.InRange(value, 1, 1e15, nameof(Memory)); } = 100_000;

    /// <summary>Users whose events weigh less than this in all are forgotten, above 0; 0.05 unless stated.</summary>
    public double LeastMass { get; init => field = Check.Positive(value, nameof(LeastMass)); } = 0.05;

    /// <summary>Events between two rounds of forgetting, at least 1; 1,000,000 unless stated.</summary>
    public int ForgetEvery { get; init => field = Check.AtLeast(value, 1, nameof(ForgetEvery)); } = 1_000_000;
}
