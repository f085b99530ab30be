using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Fitted principal components: mean, directions and the variance along each.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Text])]
public sealed class PcaModel : IDisplayable
{
    private const int BlockRows = 120;

    internal PcaModel(float[] mean, Matrix components, double[] variances, double total, int rows, bool whiten)
    {
        (Mean, Components, ExplainedVariance, TotalVariance, Rows, Whitened) = (mean, components, variances, total, rows, whiten);
        ExplainedVarianceRatio = Array.ConvertAll(variances, variance => variance / total);
    }

    /// <summary>(d) mean of the rows it was fitted to.</summary>
    public float[] Mean { get; }

    /// <summary>(r, d) orthonormal directions, most variance first.</summary>
    public Matrix Components { get; }

    /// <summary>(r) variance along each direction, denominator n - 1.</summary>
    public double[] ExplainedVariance { get; }

    /// <summary>(r) share of the total variance along each direction.</summary>
    public double[] ExplainedVarianceRatio { get; }

    /// <summary>Sum of the variances of all columns.</summary>
    public double TotalVariance { get; }

    /// <summary>Number of rows it was fitted to.</summary>
    public int Rows { get; }

    /// <summary>Whether scores are divided by their standard deviation.</summary>
    public bool Whitened { get; }

    /// <summary>Number of components, r.</summary>
    public int Rank => Components.Rows;

    /// <summary>(r) share of the total variance that the first components explain together.</summary>
    public double[] CumulativeRatio
    {
        get
        {
            var sums = (double[])ExplainedVarianceRatio.Clone();
            for (var r = 1; r < sums.Length; r++) sums[r] += sums[r - 1];
            return sums;
        }
    }

    /// <summary>Scores of rows, <c>(x - mean) Componentsᵀ</c>, shape (n, r).</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <exception cref="ArgumentException">The columns are not d, or a value is not finite.</exception>
    public Matrix Transform(Matrix points)
    {
        Check.Finite(points);
        if (points.Columns != Mean.Length) throw new ArgumentException($"points has {points.Columns} columns, expected {Mean.Length} as the rows fitted.", nameof(points));
        var scores = new Matrix(points.Rows, Rank);
        var packed = new PackedRows(Components);
        Blocks.For(points.Rows, BlockRows, (_, start, end) =>
        {
            var (centred, products) = (ArrayPool<float>.Shared.Rent((end - start) * Mean.Length), ArrayPool<float>.Shared.Rent((end - start) * packed.Stride));
            for (var i = start; i < end; i++) TensorPrimitives.Subtract(points.Row(i), Mean, centred.AsSpan((i - start) * Mean.Length));
            packed.Multiply(centred, end - start, products);
            for (var i = start; i < end; i++) products.AsSpan((i - start) * packed.Stride, Rank).CopyTo(scores.Row(i));
            ArrayPool<float>.Shared.Return(centred);
            ArrayPool<float>.Shared.Return(products);
        });
        if (Whitened) Scale(scores, variance => 1 / Math.Sqrt(variance));
        return scores;
    }

    /// <summary>Rows back from scores, <c>scores Components + mean</c>, shape (n, d).</summary>
    /// <param name="scores">(n, r).</param>
    /// <exception cref="ArgumentException">The columns are not r.</exception>
    public Matrix InverseTransform(Matrix scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Columns != Rank) throw new ArgumentException($"scores has {scores.Columns} columns, expected {Rank} as there are components.", nameof(scores));
        if (Whitened)
        {
            scores = scores.Copy();
            Scale(scores, Math.Sqrt);
        }
        var rows = MatrixProduct.Multiply(scores, Components);
        for (var i = 0; i < rows.Rows; i++) TensorPrimitives.Add(rows.Row(i), Mean, rows.Row(i));
        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var cumulative = CumulativeRatio;
        var lines = Enumerable.Range(0, Math.Min(10, Rank)).Select(r => string.Create(CultureInfo.InvariantCulture,
            $"| {r + 1} | {ExplainedVariance[r]:G4} | {100 * ExplainedVarianceRatio[r]:F2} | {100 * cumulative[r]:F2} |"));
        return new Dictionary<string, string>
        {
            [MimeTypes.Text] = ToString(),
            [MimeTypes.Markdown] = $"{ToString()}\n\n| component | variance | share, % | together, % |\n| --- | --- | --- | --- |\n{string.Join('\n', lines)}\n",
        };
    }

    /// <summary>One line: shape and share explained.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"PCA of {Rows} rows: {Rank} of {Mean.Length} dimensions explain {100 * ExplainedVarianceRatio.Sum():F1} % of the variance");

    private void Scale(Matrix scores, Func<double, double> factor)
    {
        var factors = Array.ConvertAll(ExplainedVariance, variance => variance > 0 ? (float)factor(variance) : 0);
        for (var i = 0; i < scores.Rows; i++) TensorPrimitives.Multiply(scores.Row(i), factors, scores.Row(i));
    }
}
