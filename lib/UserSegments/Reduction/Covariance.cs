using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The covariance matrix and its eigenvectors.</summary>
internal static class Covariance
{
    private const int BlockRows = 256;
    private const int Group = 32;               // blocks packed at a time: what the strips read again and again stays in a cache
    private const double Small = 1e8;

    /// <summary>Variances descending, components (d vectors of length d), total variance.</summary>
    public static (double[] Variances, double[][] Components, double Total) Eigen(Matrix points, float[] mean)
    {
        var covariance = Of(points, mean);
        var total = 0.0;
        for (var t = 0; t < points.Columns; t++) total += covariance[t][t];
        var (values, vectors) = SymmetricEigen.Of(covariance);
        for (var r = 0; r < values.Length; r++) values[r] = Math.Max(0, values[r]);
        return (values, vectors, total);
    }

    /// <summary>The symmetric covariance matrix, rows of length d, denominator n - 1.</summary>
    /// <remarks>Products of 256 rows in single precision, added in double precision and in block order; all in double precision where it costs little.</remarks>
    public static double[][] Of(Matrix points, float[] mean)
    {
        var (n, d) = (points.Rows, points.Columns);
        var sum = NewSquare(d);
        var columnSums = new double[d];
        if ((double)n * d * d <= Small)
        {
            AddExactly(points, mean, sum, columnSums);
            return Finish(sum, columnSums, n);
        }
        for (var first = 0; first < n; first += Group * BlockRows)
        {
            var rows = Math.Min(Group * BlockRows, n - first);
            AddGroup(points, mean, first, rows, sum, columnSums);
        }
        return Finish(sum, columnSums, n);
    }

    private static double[][] Finish(double[][] sum, double[] columnSums, int n)
    {
        for (var s = 0; s < sum.Length; s++)
        {
            // What the mean's rounding left in the columns is taken out again.
            for (var t = 0; t <= s; t++) sum[s][t] = sum[t][s] = (sum[s][t] - (columnSums[s] * columnSums[t] / n)) / (n - 1);
        }
        return sum;
    }

    private static void AddExactly(Matrix points, float[] mean, double[][] sum, double[] columnSums)
    {
        var d = points.Columns;
        var columns = new double[d][];
        Blocks.For(d, 1, (t, _, _) =>
        {
            columns[t] = new double[points.Rows];
            for (var i = 0; i < points.Rows; i++) columnSums[t] += columns[t][i] = (double)points[i, t] - mean[t];
        });
        Blocks.For(d, 4, (_, start, end) =>
        {
            for (var s = start; s < end; s++)
            {
                for (var t = 0; t <= s; t++) sum[s][t] = TensorPrimitives.Dot<double>(columns[s], columns[t]);
            }
        });
    }

    // Each strip of the result is one thread's work over all blocks in order: no partial sums to merge, and one order of addition.
    private static void AddGroup(Matrix points, float[] mean, int first, int rows, double[][] sum, double[] columnSums)
    {
        var d = points.Columns;
        var blocks = new CentredPanels[Blocks.Count(rows, BlockRows)];
        Blocks.For(blocks.Length, 1, (block, _, _) =>
        {
            var start = first + (block * BlockRows);
            blocks[block] = new CentredPanels(points, mean, start, Math.Min(BlockRows, first + rows - start));
        });
        var strips = Blocks.Count(d, CentredPanels.Strip);
        Blocks.For(strips, 1, (task, _, _) =>
        {
            var start = (strips - 1 - task) * CentredPanels.Strip;              // the longest strips first
            var height = Math.Min(CentredPanels.Strip, d - start);
            var products = new float[CentredPanels.Strip * blocks[0].Stride];
            foreach (var block in blocks)
            {
                block.Multiply(start, products);
                for (var s = start; s < start + height; s++) WideSums.Add(products.AsSpan((s - start) * block.Stride, s + 1), sum[s]);
                block.AddColumnSums(start, columnSums.AsSpan(start, height));
            }
        });
    }

    internal static double[][] NewSquare(int size)
    {
        var square = new double[size][];
        for (var i = 0; i < size; i++) square[i] = new double[size];
        return square;
    }
}
