using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Principal components of rows that come in batches: means and products are merged exactly (Chan, Golub and LeVeque, 1983), nothing is forgotten.</summary>
/// <remarks>O(d^2) memory however many rows; the model equals that of <see cref="Pca"/> on all rows up to rounding. Not thread-safe.</remarks>
public sealed class IncrementalPca
{
    private double[] mean = [];
    private double[][] scatter = [];

    /// <summary>Rows seen so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Takes a batch in.</summary>
    /// <param name="batch">(b, d) rows, finite; not modified.</param>
    /// <exception cref="ArgumentException">The columns differ from earlier batches, or a value is not finite.</exception>
    public void Update(Matrix batch)
    {
        Check.Finite(batch);
        if (batch.Rows == 0) return;
        var d = batch.Columns;
        if (Rows == 0) (mean, scatter) = (new double[d], Covariance.NewSquare(d));
        else if (d != mean.Length) throw new ArgumentException($"batch has {d} columns, expected {mean.Length} as before.", nameof(batch));
        var average = new double[d];
        for (var i = 0; i < batch.Rows; i++)
        {
            var row = batch.Row(i);
            for (var t = 0; t < d; t++) average[t] += row[t] / (double)batch.Rows;
        }
        var total = Rows + batch.Rows;
        var weight = (double)Rows * batch.Rows / total;
        if (batch.Rows > 1)
        {
            var covariance = Covariance.Of(batch, Array.ConvertAll(average, value => (float)value));
            for (var s = 0; s < d; s++)
            {
                for (var t = 0; t < d; t++) scatter[s][t] += covariance[s][t] * (batch.Rows - 1);
            }
        }
        for (var s = 0; s < d; s++)
        {
            for (var t = 0; t < d; t++) scatter[s][t] += weight * (average[s] - mean[s]) * (average[t] - mean[t]);
        }
        for (var t = 0; t < d; t++) mean[t] += (average[t] - mean[t]) * batch.Rows / total;
        Rows = total;
    }

    /// <summary>The components of all rows seen.</summary>
    /// <param name="components">1 to d.</param>
    /// <param name="whiten">Divides scores by their standard deviation.</param>
    /// <exception cref="InvalidOperationException">Fewer than 2 rows were seen, or they are all equal.</exception>
    public PcaModel Model(int components, bool whiten = false)
    {
        if (Rows < 2) throw new InvalidOperationException($"{Rows} rows were seen, expected at least 2 for a variance.");
        Check.InRange(components, 1, mean.Length);
        var covariance = scatter.Select(row => Array.ConvertAll(row, value => value / (Rows - 1))).ToArray();
        var total = Enumerable.Range(0, mean.Length).Sum(t => covariance[t][t]);
        if (!(total > 0)) throw new InvalidOperationException("The rows seen have no variance: all are equal.");
        var (values, vectors) = SymmetricEigen.Of(covariance);
        var variances = values.Take(components).Select(value => Math.Max(0, value)).ToArray();
        return new PcaModel(Array.ConvertAll(mean, value => (float)value), Signs.Fix(vectors, components), variances, total, (int)Math.Min(int.MaxValue, Rows), whiten);
    }
}
