using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Encoding;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A text encoder as a step of an ML.NET pipeline; there is nothing to fit.</summary>
/// <param name="model">The encoder; it is not disposed.</param>
/// <param name="output">Name of the column of vectors.</param>
/// <param name="input">A column of texts.</param>
/// <example><code>var pipeline = new TextEncoderEstimator(encoder).Append(new KMeansEstimator(new() { K = 8 }));</code></example>
public sealed class TextEncoderEstimator(ITextModel model, string output = "Features", string input = "Text") : IEstimator<TextEncoderTransformer>
{
    private readonly TextEncoderTransformer transformer = new(model, output, input);

    /// <summary>Checks the column; nothing is learned.</summary>
    /// <param name="input">Must hold the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold text.</exception>
    public TextEncoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape with the vectors added.</summary>
    /// <param name="inputSchema">Must hold the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        Shapes.WithVector(Shapes.Check(inputSchema, input, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance), output, transformer.Model.Dimension);
}
