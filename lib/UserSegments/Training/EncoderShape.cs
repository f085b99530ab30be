using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>The shape of a BERT encoder (Devlin et al., 2018) that is trained; the defaults are those of the embedded encoder.</summary>
public sealed record EncoderShape
{
    /// <summary>Number of tokens of the vocabulary.</summary>
    public required int VocabularySize { get; init => field = Check.AtLeast(value, 1); }

    /// <summary>Width of a token's vector; a multiple of the heads.</summary>
    public int Width { get; init => field = Check.AtLeast(value, 1); } = 192;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init => field = Check.AtLeast(value, 1); } = 3;

    /// <summary>Number of attention heads.</summary>
    public int Heads { get; init => field = Check.AtLeast(value, 1); } = 6;

    /// <summary>Width inside the feed-forward part.</summary>
    public int Inner { get; init => field = Check.AtLeast(value, 1); } = 768;

    /// <summary>Longest sequence.</summary>
    public int MaxTokens { get; init => field = Check.AtLeast(value, 1); } = 128;

    /// <summary>Number of segment types.</summary>
    public int Types { get; init => field = Check.AtLeast(value, 1); } = 2;

    /// <summary>ε of the layer normalizations.</summary>
    public double Epsilon { get; init => field = Check.Positive(value); } = 1e-12;

    /// <summary>Dropout of hidden values and attention weights while training, 0 to below 1.</summary>
    public double Dropout { get; init => field = Check.InRange(value, 0, 0.99); } = 0.1;

    /// <summary>Standard deviation of the initial weights.</summary>
    public double InitialDeviation { get; init => field = Check.Positive(value); } = 0.02;

    /// <summary>Throws if the heads do not divide the width.</summary>
    internal EncoderShape Checked() => Width % Heads == 0
        ? this
        : throw new ArgumentException($"Width is {Width}, expected a multiple of the {Heads} heads.", nameof(Width));
}
