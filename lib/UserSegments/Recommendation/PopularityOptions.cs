using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How popularity is counted.</summary>
public sealed record PopularityOptions
{
    private readonly double? halfLifeDays;

    /// <summary>Days after which an interaction counts half, from the last one in training; null: all count the same.</summary>
    public double? HalfLifeDays
    {
        get => halfLifeDays;
        init => halfLifeDays = value is { } days ? Check.Positive(days, nameof(HalfLifeDays)) : null;
    }
}
