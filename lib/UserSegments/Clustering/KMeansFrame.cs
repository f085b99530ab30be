using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>What every run of k-means on the same rows shares: their mean, lengths and spread.</summary>
/// <remarks>Rows whose mean is far from the origin compared to their spread are copied without it, or single precision would not tell them apart.</remarks>
internal sealed class KMeansFrame
{
    private const double FarAway = 64;
    private readonly float[]? taken;

    public KMeansFrame(Matrix points, double[]? weights)
    {
        var mean = points.ColumnMeans();
        var norms = new float[points.Rows];
        var spread = Blocks.Sum(points.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++) sum += norms[i] = Euclid.Squared(points.Row(i), mean);
            return sum;
        });
        Variance = spread / points.Rows / Math.Max(1, points.Columns);
        MeanSquaredNorm = TensorPrimitives.SumOfSquares<float>(mean);
        if (MeanSquaredNorm > FarAway * spread / points.Rows)
        {
            taken = mean;
            points = Euclid.Centred(points, mean);
            mean = new float[mean.Length];
            MeanSquaredNorm = 0;
        }
        (Points, Weights, Mean, SquaredNorms) = (points, weights, mean, norms);
        TotalSquares = Blocks.Sum(points.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++)
            {
                var squares = 0.0;
                foreach (var value in Points.Row(i)) squares += (double)value * value;
                sum += squares * (weights is null ? 1 : weights[i]);
            }
            return sum;
        });
    }

    public Matrix Points { get; }

    public double[]? Weights { get; }

    /// <summary>Column means of <see cref="Points"/>.</summary>
    public float[] Mean { get; }

    /// <summary>(n) squared distance of each row to <see cref="Mean"/>: what <see cref="CentreSet"/> leaves out.</summary>
    public float[] SquaredNorms { get; }

    /// <summary>Squared length of <see cref="Mean"/>.</summary>
    public float MeanSquaredNorm { get; }

    /// <summary>Weighted sum of squares of all values.</summary>
    public double TotalSquares { get; }

    /// <summary>Mean variance of the columns.</summary>
    public double Variance { get; }

    public double Weight(int row) => Weights is null ? 1 : Weights[row];

    /// <summary>Centres given by the caller, in this frame.</summary>
    public Matrix Shift(Matrix centres) => taken is null ? centres : Euclid.Centred(centres, taken);

    /// <summary>Centres of this frame, as the caller sees them.</summary>
    public Matrix Unshift(Matrix centres)
    {
        if (taken is null) return centres;
        var moved = new Matrix(centres.Rows, centres.Columns);
        for (var i = 0; i < centres.Rows; i++) TensorPrimitives.Add(centres.Row(i), taken, moved.Row(i));
        return moved;
    }
}
