using System.Globalization;
using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Guards that the grouping algorithms share; each names the argument, what was got and what was expected.</summary>
internal static class GroupingCheck
{
    public static void Groups(int k, Matrix points)
    {
        if (k > points.Rows)
            throw new ArgumentException($"K is {k}, but points has {points.Rows} rows; expected at most as many groups as rows.", nameof(points));
    }

    public static void Weights(double[]? weights, int rows)
    {
        if (weights is null) return;
        Check.SameLength(weights.Length, rows, nameof(weights), "the rows of points");
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || !double.IsFinite(weights[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights[{i}] is {weights[i]}, expected a finite number of at least 0."), nameof(weights));
            total += weights[i];
        }
        if (!(total > 0)) throw new ArgumentException("weights sum to 0, expected at least one weight above 0.", nameof(weights));
    }

    public static void Start(Matrix start, int k, int columns)
    {
        Check.Finite(start, "Start");
        if (start.Rows != k || start.Columns != columns)
            throw new ArgumentException($"Start has shape ({start.Rows}, {start.Columns}), expected ({k}, {columns}) as K and the columns of points.", nameof(start));
    }

    public static void Labels(ReadOnlySpan<int> labels, int rows)
    {
        Check.SameLength(labels.Length, rows, nameof(labels), "the rows of points");
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < -1) throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"labels[{i}] is {labels[i]}, expected -1 (noise) or more.");
        }
    }

    /// <summary>Rows scaled to length 1; a row of zeros has no direction and is refused.</summary>
    public static Matrix Directions(Matrix points)
    {
        for (var i = 0; i < points.Rows; i++)
        {
            if (TensorPrimitives.SumOfSquares<float>(points.Row(i)) == 0)
                throw new ArgumentException($"points row {i} is all zeros and has no direction; expected rows of length above 0 for grouping by cosine.", nameof(points));
        }
        return points.NormalizeRows();
    }
}
