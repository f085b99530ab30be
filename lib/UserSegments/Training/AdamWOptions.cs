using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>What AdamW does with a gradient.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of the gradients, 0 to below 1; 0.9 unless set.</summary>
    public double Beta1 { get; init => field = Check.InRange(value, 0, 0.999999); } = 0.9;

    /// <summary>Decay of the mean of their squares, 0 to below 1; 0.999 unless set.</summary>
    public double Beta2 { get; init => field = Check.InRange(value, 0, 0.999999); } = 0.999;

    /// <summary>Added to the root of the second moment, above 0.</summary>
    public double Epsilon { get; init => field = Check.Positive(value); } = 1e-8;

    /// <summary>Decoupled decay of weights, at least 0; biases and norms do not decay.</summary>
    public double WeightDecay { get; init => field = Check.NotNegative(value); } = 0.01;

    /// <summary>Largest norm of all gradients together, above 0; infinity for none; 1 unless set.</summary>
    public double ClipNorm { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"ClipNorm is {value}, expected a number above 0."); } = 1;
}
