using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Sums and means of the rows of each group, in double precision, in row order within a group.</summary>
internal static class GroupMeans
{
    /// <summary>Mean of each group, shape (count, d); zeros for a group without weight.</summary>
    public static Matrix Of(Matrix points, int[] labels, int count, double[]? weights = null)
    {
        var means = new Matrix(count, points.Columns);
        var order = RowsByGroup.Of(labels, count);
        Blocks.For(count, 1, (group, _, _) =>
        {
            var sums = new double[points.Columns];
            var total = Add(points, order.Members(group), weights, sums);
            if (total > 0) Write(sums, total, means.Row(group));
        });
        return means;
    }

    /// <summary>Adds the weighted rows to <paramref name="sums"/>; returns their total weight.</summary>
    public static double Add(Matrix points, ReadOnlySpan<int> rows, double[]? weights, double[] sums)
    {
        var total = 0.0;
        foreach (var row in rows)
        {
            var weight = weights is null ? 1 : weights[row];
            AddRow(points.Row(row), weight, sums);
            total += weight;
        }
        return total;
    }

    /// <summary><c>sums += weight * row</c>.</summary>
    public static void AddRow(ReadOnlySpan<float> row, double weight, Span<double> sums)
    {
        if (weight == 1)
        {
            for (var t = 0; t < row.Length; t++) sums[t] += row[t];
        }
        else
        {
            for (var t = 0; t < row.Length; t++) sums[t] += weight * row[t];
        }
    }

    public static void Write(ReadOnlySpan<double> sums, double total, Span<float> mean)
    {
        for (var t = 0; t < mean.Length; t++) mean[t] = (float)(sums[t] / total);
    }
}
