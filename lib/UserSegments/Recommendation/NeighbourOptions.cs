using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Which neighbours are used and what they count.</summary>
public sealed record NeighbourOptions
{
    private readonly int neighbours = 100;
    private readonly double shrinkage;
    private readonly double power = 1;

    /// <summary>Neighbours kept, at least 1; 100 unless stated.</summary>
    public int Neighbours
    {
        get => neighbours;
        init => neighbours = Check.AtLeast(value, 1, nameof(Neighbours));
    }

    /// <summary>How alikeness is counted; cosine unless stated.</summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>s in <c>similarity · c / (c + s)</c>, c the number in common (for BM25, what they count): neighbours by little evidence count less; 0 unless stated.</summary>
    public double Shrinkage
    {
        get => shrinkage;
        init => shrinkage = Check.NotNegative(value, nameof(Shrinkage));
    }

    /// <summary>Exponent of the similarity: above 1 near neighbours count more; 1 unless stated.</summary>
    public double Power
    {
        get => power;
        init => power = Check.Positive(value, nameof(Power));
    }
}
