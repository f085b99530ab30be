using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>How <see cref="Pca"/> runs.</summary>
public sealed record PcaOptions
{
    /// <summary>Number of components to keep, at least 1; as many as <see cref="VarianceShare"/> asks for if left out.</summary>
    public int? Components { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(Components)); }

    /// <summary>Keeps the fewest components that together explain this share of the variance, above 0 and at most 1; used when <see cref="Components"/> is left out.</summary>
    public double VarianceShare { get; init => field = Check.InRange(Check.Positive(value, nameof(VarianceShare)), 0, 1, nameof(VarianceShare)); } = 1;

    /// <summary>Divides each score by its standard deviation, so that every component has variance 1.</summary>
    public bool Whiten { get; init; }

    /// <summary>How the components are found.</summary>
    public PcaSolver Solver { get; init; } = PcaSolver.Covariance;

    /// <summary>Seed of the randomized solver.</summary>
    public ulong Seed { get; init; }
}
