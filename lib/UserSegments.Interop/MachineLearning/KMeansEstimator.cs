using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Clustering;

namespace UserSegments.Interop.MachineLearning;

/// <summary>This library's k-means as a step of an ML.NET pipeline; it adds the columns that ML.NET's own adds, PredictedLabel and Score.</summary>
/// <param name="options">How it runs.</param>
/// <param name="column">A column of vectors of Single of known size.</param>
/// <remarks>A view of <see cref="MatrixViews"/> is read where it lies; any other is copied into a matrix first. The same seed gives the same bits on any number of threads.</remarks>
/// <example><code>var model = new KMeansEstimator(new() { K = 8, Seed = 7 }).Fit(points.ToDataView());</code></example>
public sealed class KMeansEstimator(KMeansOptions options, string column = "Features") : IEstimator<KMeansTransformer>
{
    private readonly KMeansOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups the rows.</summary>
    /// <param name="input">Must hold the column; rows are finite.</param>
    /// <exception cref="ArgumentException">There is no such column, K is above the rows, or a value is not finite.</exception>
    public KMeansTransformer Fit(IDataView input) => new(new KMeans(options).Fit(MatrixViews.Shared(input, column)), column);

    /// <summary>The shape with PredictedLabel and Score added.</summary>
    /// <param name="inputSchema">Must hold the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        Shapes.WithGroups(Shapes.Check(inputSchema, column, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single), options.K);
}
