using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="DbStream"/> runs; the names are the paper's.</summary>
public sealed record DbStreamOptions
{
    /// <summary>Radius of a micro-group (r), above 0; in cosine form the length of a chord between unit vectors.</summary>
    public required double Radius { get; init => field = Check.Positive(value, nameof(Radius)); }

    /// <summary>Fading (lambda): a row of age t weighs <c>2^(-lambda t)</c>; above 0; 0.001 unless stated.</summary>
    public double Lambda { get; init => field = Check.Positive(value, nameof(Lambda)); } = 0.001;

    /// <summary>Rows between clean-ups (t_gap), at least 1; 1,000 unless stated.</summary>
    public int Gap { get; init => field = Check.AtLeast(value, 1, nameof(Gap)); } = 1000;

    /// <summary>Least weight of a micro-group that takes part in groups (w_min), at least 0; 3 unless stated.</summary>
    public double LeastWeight { get; init => field = Check.NotNegative(value, nameof(LeastWeight)); } = 3;

    /// <summary>Shared weight, as a share of the mean weight of both, from which two micro-groups belong together (alpha), above 0 to 1; 0.3 unless stated, as the paper advises in two dimensions.</summary>
    public double Alpha { get; init => field = Check.InRange(Check.Positive(value, nameof(Alpha)), 0, 1, nameof(Alpha)); } = 0.3;

    /// <summary>Whether rows are scaled to length 1 first, so that distance is that of directions: for embeddings.</summary>
    public bool Cosine { get; init; }
}
