using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The first singular vectors of a sparse matrix by a random subspace with power passes (Halko, Martinsson and Tropp, 2011); on TF-IDF this is LSA (Deerwester et al., 1990).</summary>
/// <remarks>
/// Rows are not centred, so a sparse matrix stays sparse. O(passes * entries * (rank + 10)) time, O((n + d)(rank + 10)) memory, double precision.
/// Sign convention: the entry of each component with the largest absolute value is positive. The same seed gives the same bits on any number of threads.
/// </remarks>
public static class TruncatedSvd
{
    private const int Extra = 10;

    /// <summary>Finds the first right singular vectors.</summary>
    /// <param name="matrix">(n, d), finite, not all zeros.</param>
    /// <param name="rank">Number of components, 1 to min(n, d).</param>
    /// <param name="seed">Seed of the random start.</param>
    /// <param name="passes">Power passes; more sharpen components whose singular values lie close together.</param>
    /// <exception cref="ArgumentException">The rank is out of range, a value is not finite (row and column named), or all are zero.</exception>
    public static SvdModel Fit(SparseMatrix matrix, int rank, ulong seed, int passes = 7)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Check.AtLeast(passes, 0);
        var most = Math.Min(matrix.Rows, matrix.Columns);
        if (rank < 1 || rank > most)
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"rank is {rank}, expected 1 to min(rows, columns) = min({matrix.Rows}, {matrix.Columns}) = {most}.");
        Finite(matrix);
        var transposed = matrix.Transpose();
        var width = Math.Min(rank + Extra, most);
        var rng = new Rng(seed);
        var right = new double[width][];
        for (var c = 0; c < width; c++)
        {
            right[c] = new double[matrix.Columns];
            for (var t = 0; t < right[c].Length; t++) right[c][t] = rng.NextGaussian();
        }
        for (var pass = 0; pass <= passes; pass++)
        {
            var left = Product(matrix, right);
            Orthonormal.Make(left);
            right = Product(transposed, left);                      // Aᵀ Q
            if (pass < passes) Orthonormal.Make(right);
        }
        return Finish(matrix, right, rank);
    }

    // right = Aᵀ Q with Q orthonormal, so the eigenvectors of rightᵀ right turn it into singular vectors.
    private static SvdModel Finish(SparseMatrix matrix, double[][] right, int rank)
    {
        var width = right.Length;
        var small = Covariance.NewSquare(width);
        for (var a = 0; a < width; a++)
        {
            for (var b = 0; b < width; b++) small[a][b] = TensorPrimitives.Dot<double>(right[a], right[b]);
        }
        var (values, vectors) = SymmetricEigen.Of(small);
        if (!(values[0] > 0)) throw new ArgumentException("matrix holds only zeros, expected at least one other value.", nameof(matrix));
        var singular = new double[rank];
        var components = new double[rank][];
        for (var r = 0; r < rank; r++)
        {
            components[r] = new double[matrix.Columns];
            singular[r] = Math.Sqrt(Math.Max(0, values[r]));
            if (values[r] <= 1e-20 * values[0]) continue;
            for (var c = 0; c < width; c++)
                TensorPrimitives.MultiplyAdd(right[c], vectors[r][c] / singular[r], components[r], components[r]);
        }
        return new SvdModel(Signs.Fix(components, rank), singular, matrix);
    }

    private static double[][] Product(SparseMatrix matrix, double[][] vectors)
    {
        var products = new double[vectors.Length][];
        Blocks.For(vectors.Length, 1, (c, _, _) =>
        {
            var (vector, product) = (vectors[c], new double[matrix.Rows]);
            for (var i = 0; i < product.Length; i++)
            {
                var sum = 0.0;
                for (var e = matrix.Starts[i]; e < matrix.Starts[i + 1]; e++) sum += matrix.Values[e] * vector[matrix.Indices[e]];
                product[i] = sum;
            }
            products[c] = product;
        });
        return products;
    }

    private static void Finite(SparseMatrix matrix)
    {
        for (var i = 0; i < matrix.Rows; i++)
        {
            for (var e = matrix.Starts[i]; e < matrix.Starts[i + 1]; e++)
            {
                if (!float.IsFinite(matrix.Values[e]))
                    throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"matrix holds {matrix.Values[e]} at row {i}, column {matrix.Indices[e]}; expected finite numbers."), nameof(matrix));
            }
        }
    }
}
