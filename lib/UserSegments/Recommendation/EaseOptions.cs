using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Regularisation and input of <see cref="Ease"/>.</summary>
public sealed record EaseOptions
{
    private readonly double lambda = 500;
    private readonly double dropout;
    private readonly double userExponent;
    private readonly double itemExponent;

    /// <summary>λ, in interactions: how far weights are pulled to 0, above 0; 500 unless stated.</summary>
    public double Lambda
    {
        get => lambda;
        init => lambda = Check.Positive(value, nameof(Lambda));
    }

    /// <summary>p, 0 to below 1: the share of a history that is dropped in training, in expectation; adds p / (1 - p) · item count to the diagonal (Steck, 2020); 0 unless stated.</summary>
    public double Dropout
    {
        get => dropout;
        init => dropout = value < 1 ? Check.NotNegative(value, nameof(Dropout)) : throw new ArgumentOutOfRangeException(nameof(value), value, $"Dropout is {value}, expected 0 to below 1.");
    }

    /// <summary>a in (history size)^-a: above 0, people with long histories count less in training; 0 unless stated.</summary>
    public double UserExponent
    {
        get => userExponent;
        init => userExponent = Check.InRange(value, 0.0, 1.0, nameof(UserExponent));
    }

    /// <summary>b in (item count)^-b: above 0, the model reconstructs scaled columns and rare items get larger weights; 0 unless stated.</summary>
    public double ItemExponent
    {
        get => itemExponent;
        init => itemExponent = Check.InRange(value, 0.0, 1.0, nameof(ItemExponent));
    }
}
