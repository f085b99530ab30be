using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How far a segment's own model is trusted.</summary>
public sealed record PerSegmentOptions
{
    private readonly double shrinkage = 100;
    private readonly double largestWeight = 1;

    /// <summary>s in weight = n / (n + s), n the users of the segment: a small segment leans on the global model; 100 unless stated.</summary>
    public double Shrinkage
    {
        get => shrinkage;
        init => shrinkage = Check.NotNegative(value, nameof(Shrinkage));
    }

    /// <summary>The most that a segment's own model may count, 0 (global alone) to 1; 1 unless stated.</summary>
    public double LargestWeight
    {
        get => largestWeight;
        init => largestWeight = Check.InRange(value, 0.0, 1.0, nameof(LargestWeight));
    }
}
