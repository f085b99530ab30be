using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>From token ids to one vector a sequence.</summary>
public interface IEncoderModel
{
    /// <summary>Length of a vector.</summary>
    int Dimension { get; }

    /// <summary>Longest sequence that the model takes, special tokens counted.</summary>
    int MaxTokens { get; }

    /// <summary>Ids that it has vectors for: 0 to this, less 1.</summary>
    int VocabularySize { get; }

    /// <summary>Encodes sequences.</summary>
    /// <param name="batch">The token ids.</param>
    /// <returns>(sequences, <see cref="Dimension"/>), in the order given.</returns>
    Matrix Encode(TokenBatch batch);
}
