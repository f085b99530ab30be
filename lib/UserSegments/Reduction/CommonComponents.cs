using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>
/// What all vectors have in common, and vectors without it: <c>y - sum_i (y · c_i) c_i</c> with <c>y = x - mean</c> and c the first principal
/// components (Mu and Viswanath, <em>All-but-the-top</em>, 2018; Arora et al., 2017, take one).
/// </summary>
/// <remarks>Vectors of texts lie in a narrow cone, and their directions of most variance often are length and manner, not subject. O(n d² + d³). Same bits on any number of threads.</remarks>
public sealed class CommonComponents
{
    private readonly float[] mean;
    private readonly Matrix components;

    private CommonComponents(float[] mean, Matrix components) => (this.mean, this.components) = (mean, components);

    /// <summary>Number of components, the mean not counted.</summary>
    public int Count => components.Rows;

    /// <summary>Finds the mean and the first components of rows.</summary>
    /// <param name="points">(n, d), finite, n at least 2.</param>
    /// <param name="count">Number of components, at least 0 (the mean alone) and less than n and d.</param>
    /// <exception cref="ArgumentException">Too few rows, too many components, or a value that is not finite.</exception>
    public static CommonComponents Fit(Matrix points, int count)
    {
        Check.Finite(points);
        Check.InRange(count, 0, Math.Min(points.Rows, points.Columns) - 1);
        return new CommonComponents(points.ColumnMeans(), count == 0 ? new Matrix(0, points.Columns) : Pca.Fit(points, new PcaOptions { Components = count }).Components);
    }

    /// <summary>Rows without what is common; rows of zeros, which say nothing, stay zeros.</summary>
    /// <param name="points">(n, d).</param>
    /// <returns>(n, d), not brought to any length.</returns>
    /// <exception cref="ArgumentException">The columns are not d.</exception>
    public Matrix Remove(Matrix points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Columns != mean.Length) throw new ArgumentException($"points has {points.Columns} columns, expected {mean.Length} as the rows fitted.", nameof(points));
        var rest = points.Copy();
        Blocks.For(rest.Rows, 256, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = rest.Row(i);
                if (!row.ContainsAnyExcept(0f)) continue;
                TensorPrimitives.Subtract(row, mean, row);
                for (var c = 0; c < components.Rows; c++)
                    TensorPrimitives.MultiplyAdd(components.Row(c), -TensorPrimitives.Dot<float>(row, components.Row(c)), row, row);
            }
        });
        return rest;
    }
}
