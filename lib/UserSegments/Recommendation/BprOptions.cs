using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Size and step of <see cref="Bpr"/>.</summary>
public sealed record BprOptions
{
    private readonly int factors = 64;
    private readonly int epochs = 60;
    private readonly double rate = 0.05;
    private readonly double regularisation = 0.005;

    /// <summary>d, numbers a user and an item; 64 unless stated.</summary>
    public int Factors
    {
        get => factors;
        init => factors = Check.InRange(value, 1, 4096, nameof(Factors));
    }

    /// <summary>Passes, each drawing as many triples as there are interactions; 60 unless stated.</summary>
    public int Epochs
    {
        get => epochs;
        init => epochs = Check.AtLeast(value, 1, nameof(Epochs));
    }

    /// <summary>Step size, falling linearly to a tenth; 0.05 unless stated.</summary>
    public double Rate
    {
        get => rate;
        init => rate = Check.Positive(value, nameof(Rate));
    }

    /// <summary>Pull of all parameters to 0; 0.005 unless stated.</summary>
    public double Regularisation
    {
        get => regularisation;
        init => regularisation = Check.NotNegative(value, nameof(Regularisation));
    }

    /// <summary>Seed of start and draws.</summary>
    public ulong Seed { get; init; } = 1;
}
