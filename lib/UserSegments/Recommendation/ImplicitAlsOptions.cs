using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Size and regularisation of <see cref="ImplicitAls"/>.</summary>
public sealed record ImplicitAlsOptions
{
    private readonly int factors = 64;
    private readonly int rounds = 15;
    private readonly double lambda = 0.02;
    private readonly double unobserved = 0.3;
    private readonly double frequencyExponent = 1;
    private readonly int steps = 3;

    /// <summary>d, numbers a user and an item; 64 unless stated.</summary>
    public int Factors
    {
        get => factors;
        init => factors = Check.InRange(value, 1, 4096, nameof(Factors));
    }

    /// <summary>Rounds, each solving all users and then all items; 15 unless stated.</summary>
    public int Rounds
    {
        get => rounds;
        init => rounds = Check.AtLeast(value, 1, nameof(Rounds));
    }

    /// <summary>λ, above 0; 0.02 unless stated.</summary>
    public double Lambda
    {
        get => lambda;
        init => lambda = Check.Positive(value, nameof(Lambda));
    }

    /// <summary>α0, the weight of a pair that was not observed beside 1 for one that was; 0.3 unless stated.</summary>
    public double Unobserved
    {
        get => unobserved;
        init => unobserved = Check.Positive(value, nameof(Unobserved));
    }

    /// <summary>ν, 0 to 1: λ grows with (history + α0 · items)^ν (Rendle et al., 2022); 1 unless stated.</summary>
    public double FrequencyExponent
    {
        get => frequencyExponent;
        init => frequencyExponent = Check.InRange(value, 0.0, 1.0, nameof(FrequencyExponent));
    }

    /// <summary>Conjugate gradient steps a solve, warm from the round before (Takács et al., 2011); 3 unless stated.</summary>
    public int Steps
    {
        get => steps;
        init => steps = Check.AtLeast(value, 1, nameof(Steps));
    }

    /// <summary>Seed of the start.</summary>
    public ulong Seed { get; init; } = 1;
}
