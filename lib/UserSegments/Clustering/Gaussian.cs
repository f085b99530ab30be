namespace UserSegments.Clustering;

/// <summary>One weighted Gaussian of a mixture, by the Cholesky factor of its covariance.</summary>
internal sealed class Gaussian
{
    private readonly double[][] factor;         // lower triangle L with L Lᵀ = covariance, or one row of standard deviations
    private readonly bool diagonal;
    private readonly double constant;

    public Gaussian(double weight, double[] mean, double[][] scatter, CovarianceKind kind, double regularization)
    {
        (Weight, Mean, diagonal) = (weight, mean, kind == CovarianceKind.Diagonal);
        factor = diagonal
            ? [Array.ConvertAll(scatter[0], variance => Math.Sqrt(variance + regularization))]
            : Cholesky(scatter, regularization);
        var logDeterminant = 0.0;
        for (var t = 0; t < mean.Length; t++) logDeterminant += Math.Log(diagonal ? factor[0][t] : factor[t][t]);
        constant = Math.Log(weight) - logDeterminant - (0.5 * mean.Length * Math.Log(2 * Math.PI));
    }

    public double Weight { get; }

    public double[] Mean { get; }

    /// <summary>log of weight times density.</summary>
    public double LogWeighted(ReadOnlySpan<float> row, double[] scratch)
    {
        var squared = 0.0;
        for (var s = 0; s < Mean.Length; s++)
        {
            var value = row[s] - Mean[s];
            if (diagonal)
            {
                value /= factor[0][s];
            }
            else
            {
                var line = factor[s];
                for (var t = 0; t < s; t++) value -= line[t] * scratch[t];
                value /= line[s];
                scratch[s] = value;
            }
            squared += value * value;
        }
        return constant - (0.5 * squared);
    }

    private static double[][] Cholesky(double[][] covariance, double regularization)
    {
        var d = covariance.Length;
        var lower = new double[d][];
        for (var s = 0; s < d; s++)
        {
            lower[s] = new double[d];
            for (var t = 0; t <= s; t++)
            {
                var sum = covariance[s][t] + (s == t ? regularization : 0);
                for (var u = 0; u < t; u++) sum -= lower[s][u] * lower[t][u];
                lower[s][t] = s == t ? Math.Sqrt(Math.Max(sum, regularization * 1e-3)) : sum / lower[t][t];
            }
        }
        return lower;
    }
}
