using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace UserSegments.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix in double precision.</summary>
internal static class SymmetricEigen
{
    /// <summary>Values descending and their vectors of length 1, one an entry.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[][] symmetric)
    {
        var n = symmetric.Length;
        if (n == 0) return ([], []);
        var evd = DenseMatrix.OfRowArrays(symmetric).Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Select(value => value.Real).ToArray();
        var order = Enumerable.Range(0, n).OrderByDescending(i => values[i]).ToArray();
        return (Array.ConvertAll(order, i => values[i]), Array.ConvertAll(order, i => evd.EigenVectors.Column(i).ToArray()));
    }
}
