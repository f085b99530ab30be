using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Principal components by the n x n matrix of dot products, where there are fewer rows than columns.</summary>
internal static class Gram
{
    /// <summary>Variances descending, components (n vectors of length d), total variance; components without variance are zeros.</summary>
    public static (double[] Variances, double[][] Components, double Total) Eigen(Matrix points, float[] mean)
    {
        var (n, d) = (points.Rows, points.Columns);
        var centred = new double[n][];
        for (var i = 0; i < n; i++)
        {
            centred[i] = new double[d];
            for (var t = 0; t < d; t++) centred[i][t] = points[i, t];
        }
        for (var t = 0; t < d; t++)
        {
            var average = centred.Average(row => row[t]);
            foreach (var row in centred) row[t] -= average;
            mean[t] = (float)average;
        }
        var gram = Covariance.NewSquare(n);
        Blocks.For(n, 8, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j < n; j++) gram[i][j] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(centred[i], centred[j]) / (n - 1);
            }
        });
        var total = 0.0;
        for (var i = 0; i < n; i++) total += gram[i][i];
        var (values, vectors) = SymmetricEigen.Of(gram);
        var components = new double[n][];
        for (var r = 0; r < n; r++)
        {
            components[r] = new double[d];
            values[r] = Math.Max(0, values[r]);
            var length = Math.Sqrt(values[r] * (n - 1));
            if (values[r] <= 1e-12 * values[0]) continue;
            for (var i = 0; i < n; i++)
            {
                for (var t = 0; t < d; t++) components[r][t] += vectors[r][i] * centred[i][t] / length;
            }
        }
        return (values, components, total);
    }
}
