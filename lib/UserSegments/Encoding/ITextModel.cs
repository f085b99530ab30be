using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>From texts to vectors.</summary>
public interface ITextModel
{
    /// <summary>Length of a vector.</summary>
    int Dimension { get; }

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>(texts, <see cref="Dimension"/>), in the order given.</returns>
    Matrix Encode(IReadOnlyList<string> texts);
}
