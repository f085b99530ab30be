using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What "together" and "recently" mean.</summary>
public sealed record SequenceNeighboursOptions
{
    private readonly double togetherSeconds = 86_400;
    private readonly double? halfLifeDays;
    private readonly int neighbours = 200;

    /// <summary>τ in seconds: two items of one user at a distance t count exp(-t / τ); a day unless stated.</summary>
    public double TogetherSeconds
    {
        get => togetherSeconds;
        init => togetherSeconds = Check.Positive(value, nameof(TogetherSeconds));
    }

    /// <summary>Days after which an item of the history counts half, from the user's last one; null: all count the same.</summary>
    public double? HalfLifeDays
    {
        get => halfLifeDays;
        init => halfLifeDays = value is { } days ? Check.Positive(days, nameof(HalfLifeDays)) : null;
    }

    /// <summary>Neighbours of each item that are kept; 200 unless stated.</summary>
    public int Neighbours
    {
        get => neighbours;
        init => neighbours = Check.AtLeast(value, 1, nameof(Neighbours));
    }

    /// <summary>Count only what came after: the similarity of i to j is how often j followed i.</summary>
    public bool Forward { get; init; }
}
