using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Reduction;

namespace UserSegments.Interop.MachineLearning;

/// <summary>This library's principal components as a step of an ML.NET pipeline.</summary>
/// <param name="options">How it runs; Components must be set, because a pipeline wants to know the size before it sees data.</param>
/// <param name="output">Name of the column of scores.</param>
/// <param name="input">A column of vectors of Single of known size; the name of the output if left out, which is then hidden by it.</param>
/// <remarks>A view of <see cref="MatrixViews"/> is read where it lies; any other is copied into a matrix first. The same seed gives the same bits on any number of threads.</remarks>
/// <example><code>var pipeline = new PcaEstimator(new() { Components = 16 }).Append(new KMeansEstimator(new() { K = 8 }));</code></example>
public sealed class PcaEstimator(PcaOptions options, string output = "Features", string? input = null) : IEstimator<PcaTransformer>
{
    private readonly int components = (options ?? throw new ArgumentNullException(nameof(options))).Components
        ?? throw new ArgumentException("options.Components is not set, expected a number: a pipeline wants to know the size before it sees data.", nameof(options));

    /// <summary>Fits the components to the rows.</summary>
    /// <param name="input">Must hold the column; rows are finite.</param>
    /// <exception cref="ArgumentException">There is no such column, fewer rows or columns than components, or a value is not finite.</exception>
    public PcaTransformer Fit(IDataView input) => new(Pca.Fit(MatrixViews.Shared(input, From), options), output, From);

    /// <summary>The shape with the scores added.</summary>
    /// <param name="inputSchema">Must hold the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        Shapes.WithVector(Shapes.Check(inputSchema, From, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single), output, components);

    private string From => input ?? output;
}
