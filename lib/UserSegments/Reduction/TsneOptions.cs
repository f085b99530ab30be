using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>How <see cref="Tsne"/> runs.</summary>
public sealed record TsneOptions
{
    /// <summary>Effective number of neighbours, at least 2; there must be more than three times as many rows.</summary>
    public double Perplexity { get; init => field = value >= 2 ? Check.Positive(value, nameof(Perplexity)) : Check.InRange(value, 2, double.MaxValue, nameof(Perplexity)); } = 30;

    /// <summary>Steps, at least 1.</summary>
    public int Steps { get; init => field = Check.AtLeast(value, 1, nameof(Steps)); } = 750;

    /// <summary>Barnes-Hut's opening angle, 0 (exact) to 1.</summary>
    public double Theta { get; init => field = Check.InRange(value, 0, 1, nameof(Theta)); } = 0.5;

    /// <summary>Seed of the start where the first two components tie.</summary>
    public ulong Seed { get; init; }
}
