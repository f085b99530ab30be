using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>The two passes of a <see cref="TrainableEncoder"/>, run by something else: values come from its parameters, gradients go to them.</summary>
internal interface IEncoderPasses
{
    /// <summary>Vectors of all tokens, (tokens, width); with <paramref name="keep"/> a <see cref="Backward"/> may follow.</summary>
    Matrix Forward(TokenBatch tokens, double dropout, uint key, bool keep);

    /// <summary>Adds to the gradients of what is trained.</summary>
    void Backward(Matrix gradient);
}
