using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The first components by a random subspace of the centred rows, sharpened by power passes.</summary>
internal static class RandomizedPca
{
    private const int Extra = 10;
    private const int Passes = 6;

    /// <summary>Variances descending, components, total variance.</summary>
    public static (double[] Variances, double[][] Components, double Total) Fit(Matrix points, float[] mean, int rank, ulong seed)
    {
        var (n, d) = (points.Rows, points.Columns);
        var width = Math.Min(rank + Extra, Math.Min(n, d));
        var rng = new Rng(seed);
        var basis = new double[width][];                             // width vectors of length d
        for (var c = 0; c < width; c++)
        {
            basis[c] = new double[d];
            for (var t = 0; t < d; t++) basis[c][t] = rng.NextGaussian();
        }
        double[][] scores = [];
        for (var pass = 0; pass <= Passes; pass++)
        {
            Orthonormal.Make(basis);
            scores = CentredProduct.Scores(points, mean, basis);     // (width) vectors of length n
            if (pass < Passes) basis = CentredProduct.Back(points, mean, scores);
        }
        var small = Covariance.NewSquare(width);                     // scoresᵀ scores / (n - 1)
        Blocks.For(width, 1, (a, _, _) =>
        {
            for (var b = 0; b < width; b++) small[a][b] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(scores[a], scores[b]) / (n - 1);
        });
        var (values, vectors) = SymmetricEigen.Of(small);
        var components = new double[width][];
        for (var r = 0; r < width; r++)
        {
            components[r] = new double[d];
            for (var c = 0; c < width; c++)
            {
                for (var t = 0; t < d; t++) components[r][t] += vectors[r][c] * basis[c][t];
            }
            values[r] = Math.Max(0, values[r]);
        }
        return (values, components, CentredProduct.TotalVariance(points, mean));
    }
}
