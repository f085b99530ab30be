using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>A model whose vector of a text is the mean of its tokens' vectors, so that tokens can be made to weigh differently.</summary>
public interface ITokenWeighting : ITextModel
{
    /// <summary>Makes the tokens.</summary>
    Tokenizer Tokenizer { get; }

    /// <summary>Whether the vector of a text is in truth the mean of its tokens' vectors; false for a model that pools otherwise.</summary>
    bool AveragesTokens { get; }

    /// <summary>The same model with weighted means, <c>sum w_t x_t / sum w_t</c>; it shares all else with this one and needs no disposing of its own.</summary>
    /// <param name="weights">A weight for every id of the tokenizer, finite and at least 0.</param>
    /// <exception cref="InvalidOperationException"><see cref="AveragesTokens"/> is false.</exception>
    /// <exception cref="ArgumentException">There are too few weights, or one is negative or not finite.</exception>
    ITextModel WithTokenWeights(float[] weights);
}
