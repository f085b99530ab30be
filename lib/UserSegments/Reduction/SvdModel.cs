using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Fitted right singular vectors of a sparse matrix: latent semantic analysis when the matrix is TF-IDF.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Text])]
public sealed class SvdModel : IDisplayable
{
    internal SvdModel(Matrix components, double[] singularValues, SparseMatrix fitted)
    {
        (Components, SingularValues) = (components, singularValues);
        (ExplainedVariance, TotalVariance) = Variances(fitted);
    }

    /// <summary>(r, d) orthonormal right singular vectors, largest singular value first.</summary>
    public Matrix Components { get; }

    /// <summary>(r) singular values, descending.</summary>
    public double[] SingularValues { get; }

    /// <summary>(r) variance of each score over the fitted rows, denominator n.</summary>
    public double[] ExplainedVariance { get; }

    /// <summary>Sum of the variances of all columns of the fitted rows, denominator n.</summary>
    public double TotalVariance { get; }

    /// <summary>(r) share of the total variance of each score; not always descending, as rows are not centred.</summary>
    public double[] ExplainedVarianceRatio => Array.ConvertAll(ExplainedVariance, variance => TotalVariance == 0 ? 0 : variance / TotalVariance);

    /// <summary>Scores of rows, <c>A Componentsᵀ</c>, shape (n, r).</summary>
    /// <param name="matrix">(n, d).</param>
    /// <exception cref="ArgumentException">The columns are not d.</exception>
    public Matrix Transform(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Columns != Components.Columns)
            throw new ArgumentException($"matrix has {matrix.Columns} columns, expected {Components.Columns} as the matrix fitted.", nameof(matrix));
        var scores = new Matrix(matrix.Rows, Components.Rows);
        Blocks.For(matrix.Rows, 64, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var r = 0; r < Components.Rows; r++)
                {
                    var component = Components.Row(r);
                    var sum = 0.0;
                    for (var e = matrix.Starts[i]; e < matrix.Starts[i + 1]; e++) sum += (double)matrix.Values[e] * component[matrix.Indices[e]];
                    scores[i, r] = (float)sum;
                }
            }
        });
        return scores;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string> { [MimeTypes.Text] = ToString() };

    /// <summary>One line: shape and share explained.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Truncated SVD: {Components.Rows} of {Components.Columns} dimensions explain {100 * ExplainedVarianceRatio.Sum():F1} % of the variance");

    private (double[] Scores, double Total) Variances(SparseMatrix fitted)
    {
        var scores = Transform(fitted);
        var variances = new double[scores.Columns];
        for (var r = 0; r < variances.Length; r++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < scores.Rows; i++) sum += scores[i, r];
            for (var i = 0; i < scores.Rows; i++) squares += Math.Pow(scores[i, r] - (sum / scores.Rows), 2);
            variances[r] = squares / scores.Rows;
        }
        var (sums, total) = (new double[fitted.Columns], 0.0);
        for (var e = 0; e < fitted.Count; e++)
        {
            sums[fitted.Indices[e]] += fitted.Values[e];
            total += (double)fitted.Values[e] * fitted.Values[e];
        }
        foreach (var sum in sums) total -= sum * sum / fitted.Rows;
        return (variances, total / fitted.Rows);
    }
}
