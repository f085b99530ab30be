using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The first components by a random subspace of the centred rows, sharpened by power passes.</summary>
internal static class RandomizedPca
{
    private const int Extra = 10;
    private const int Passes = 6;

    // A pass over the rows costs 4 n d width operations, the covariance n d^2 once: up to here it is less than the passes together.
    private const int FewColumns = 16;

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
        var (small, total) = n >= d && d <= FewColumns * width ? ByCovariance(points, mean, ref basis) : ByRows(points, mean, ref basis);
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
        return (values, components, total);
    }

    /// <summary>Every pass over the rows themselves, which are only read: for many columns.</summary>
    private static (double[][] Small, double Total) ByRows(Matrix points, float[] mean, ref double[][] basis)
    {
        double[][] scores = [];
        for (var pass = 0; pass <= Passes; pass++)
        {
            Orthonormal.Make(basis);
            scores = CentredProduct.Scores(points, mean, basis);     // (width) vectors of length n
            if (pass < Passes) basis = CentredProduct.Back(points, mean, scores);
        }
        return (Products(scores, scores, points.Rows - 1), CentredProduct.TotalVariance(points, mean));
    }

    /// <summary>The covariance once, then every pass over it: the same subspace, in the time of one pass over the rows.</summary>
    private static (double[][] Small, double Total) ByCovariance(Matrix points, float[] mean, ref double[][] basis)
    {
        var covariance = Covariance.Of(points, mean);
        double[][] image = [];
        for (var pass = 0; pass <= Passes; pass++)
        {
            Orthonormal.Make(basis);
            image = Products(basis, covariance, 1);                  // (width) vectors of length d
            if (pass < Passes) basis = image;
        }
        var total = 0.0;
        for (var t = 0; t < covariance.Length; t++) total += covariance[t][t];
        return (Products(basis, image, 1), total);
    }

    private static double[][] Products(double[][] left, double[][] right, double divisor)
    {
        var products = new double[left.Length][];
        Blocks.For(left.Length, 1, (a, _, _) =>
        {
            products[a] = new double[right.Length];
            for (var b = 0; b < right.Length; b++) products[a][b] = TensorPrimitives.Dot<double>(left[a], right[b]) / divisor;
        });
        return products;
    }
}
