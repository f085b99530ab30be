using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How <see cref="DenStream"/> runs; the names are the paper's.</summary>
public sealed record DenStreamOptions
{
    /// <summary>Largest radius of a micro-group, above 0; in cosine form the length of a chord between unit vectors.</summary>
    public required double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); }

    /// <summary>Weight from which a micro-group is dense (mu), above 1; 10 unless stated.</summary>
    public double Mu { get; init => field = Check.Positive(value - 1, nameof(Mu)) + 1; } = 10;

    /// <summary>Share of mu from which a micro-group may become dense (beta), above 0 to 1, with beta mu above 1; 0.3 unless stated.</summary>
    public double Beta { get; init => field = Check.InRange(Check.Positive(value, nameof(Beta)), 0, 1, nameof(Beta)); } = 0.3;

    /// <summary>Fading (lambda): a row of age t weighs <c>2^(-lambda t)</c>; above 0; 0.01 unless stated.</summary>
    public double Lambda { get; init => field = Check.Positive(value, nameof(Lambda)); } = 0.01;

    /// <summary>How far apart, in epsilons, dense micro-groups still belong together; 2 unless stated, as in the paper; thin shapes need up to 4.</summary>
    public double Reach { get; init => field = Check.Positive(value, nameof(Reach)); } = 2;

    /// <summary>Whether rows are scaled to length 1 first, so that distance is that of directions: for embeddings.</summary>
    public bool Cosine { get; init; }
}
