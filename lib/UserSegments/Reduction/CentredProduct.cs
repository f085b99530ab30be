using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Products with the centred rows <c>X - m</c>, which are never stored.</summary>
internal static class CentredProduct
{
    private const int BlockRows = 252;

    /// <summary><c>(X - m) B</c>: as many vectors of length n as B has vectors of length d.</summary>
    public static double[][] Scores(Matrix points, float[] mean, double[][] basis)
    {
        var (n, d, width) = (points.Rows, points.Columns, basis.Length);
        var packed = new PackedRows(ToMatrix(basis, d));
        var scores = new double[width][];
        for (var c = 0; c < width; c++) scores[c] = new double[n];
        Blocks.For(n, BlockRows, (_, start, end) =>
        {
            var centred = Block(points, mean, start, end);
            var products = new float[(end - start) * packed.Stride];
            packed.Multiply(centred, end - start, products);
            for (var i = start; i < end; i++)
            {
                for (var c = 0; c < width; c++) scores[c][i] = products[((i - start) * packed.Stride) + c];
            }
        });
        return scores;
    }

    /// <summary><c>(X - m)ᵀ S</c>: as many vectors of length d as S has vectors of length n.</summary>
    public static double[][] Back(Matrix points, float[] mean, double[][] scores)
    {
        var (n, d, width) = (points.Rows, points.Columns, scores.Length);
        var scale = scores.Max(vector => vector.Max(Math.Abs));
        if (scale == 0) scale = 1;
        var parts = new float[Blocks.Count(n, BlockRows)][];
        var result = new double[width][];
        for (var c = 0; c < width; c++) result[c] = new double[d];
        const int AtOnce = 64;
        for (var from = 0; from < parts.Length; from += AtOnce)
        {
            var group = Math.Min(AtOnce, parts.Length - from);
            Blocks.For(group, 1, (g, _, _) =>
            {
                var start = (from + g) * BlockRows;
                var end = Math.Min(start + BlockRows, n);
                var m = end - start;
                var centred = Block(points, mean, start, end);
                var columns = new float[d * m];
                for (var i = 0; i < m; i++)
                {
                    for (var t = 0; t < d; t++) columns[(t * m) + i] = centred[(i * d) + t];
                }
                var rows = new float[width * m];
                for (var c = 0; c < width; c++)
                {
                    for (var i = 0; i < m; i++) rows[(c * m) + i] = (float)(scores[c][start + i] / scale);
                }
                var packed = new PackedRows(columns, d, m);
                parts[from + g] = new float[width * packed.Stride];
                packed.Multiply(rows, width, parts[from + g]);
            });
            for (var g = 0; g < group; g++)
            {
                var part = parts[from + g];
                var stride = part.Length / width;
                for (var c = 0; c < width; c++)
                {
                    for (var t = 0; t < d; t++) result[c][t] += part[(c * stride) + t];
                }
                parts[from + g] = [];
            }
        }
        return result;
    }

    /// <summary>Sum over columns of the variance, denominator n - 1.</summary>
    public static double TotalVariance(Matrix points, float[] mean)
    {
        var squares = Blocks.Sum(points.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++)
            {
                var row = points.Row(i);
                for (var t = 0; t < row.Length; t++) sum += ((double)row[t] - mean[t]) * ((double)row[t] - mean[t]);
            }
            return sum;
        });
        return squares / (points.Rows - 1);
    }

    internal static float[] Block(Matrix points, float[] mean, int start, int end)
    {
        var centred = new float[(end - start) * points.Columns];
        for (var i = start; i < end; i++)
            System.Numerics.Tensors.TensorPrimitives.Subtract(points.Row(i), mean, centred.AsSpan((i - start) * points.Columns));
        return centred;
    }

    private static Matrix ToMatrix(double[][] vectors, int columns)
    {
        var matrix = new Matrix(vectors.Length, columns);
        for (var r = 0; r < vectors.Length; r++)
        {
            for (var t = 0; t < columns; t++) matrix[r, t] = (float)vectors[r][t];
        }
        return matrix;
    }
}
