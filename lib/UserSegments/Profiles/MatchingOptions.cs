using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How <see cref="WeightedMatching"/> learns.</summary>
public sealed record MatchingOptions
{
    /// <summary>What is maximised; softmax unless set.</summary>
    public MatchingLoss Loss { get; init; }

    /// <summary>Strength of the sum of weights as a penalty, per click and in units of each facet's spread; 0 unless set.</summary>
    public double L1 { get; init => field = Check.NotNegative(value, nameof(L1)); }

    /// <summary>Strength of half the sum of squares as a penalty, per click and in units of each facet's spread; 0.0001 unless set.</summary>
    public double L2 { get; init => field = Check.NotNegative(value, nameof(L2)); } = 1e-4;

    /// <summary>Pseudo-clicks that hold a segment's weights at the global ones; 200 unless set.</summary>
    public double Shrinkage { get; init => field = Check.NotNegative(value, nameof(Shrinkage)); } = 200;

    /// <summary>Whether an effect of the place in the list is learned beside the weights, so that they do not have to explain it; true unless set.</summary>
    public bool Position { get; init; } = true;

    /// <summary>A number per item whose effect is learned beside the weights (the logarithm of its popularity, say); null for none.</summary>
    public IReadOnlyList<float>? ItemPrior { get; init; }

    /// <summary>For each user, its segment (-1: none), for weights per segment; null for global weights alone.</summary>
    public IReadOnlyList<int>? Segments { get; init; }

    /// <summary>Most passes over the clicks; 1,000 unless set.</summary>
    public int MaximumIterations { get; init => field = Check.AtLeast(value, 1, nameof(MaximumIterations)); } = 1000;

    /// <summary>Relative change of the loss at which the search ends; 1e-9 unless set.</summary>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-9;
}
