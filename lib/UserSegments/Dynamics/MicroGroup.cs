using System.Numerics.Tensors;

namespace UserSegments.Dynamics;

/// <summary>Faded weight, sum and sum of squared lengths of the rows that lie close together: enough for centre and radius.</summary>
internal sealed class MicroGroup(int dimension, double born)
{
    private readonly double[] sum = new double[dimension];
    private double squares, last = born;

    public double Born { get; } = born;

    public double Weight { get; private set; }

    /// <summary>(d) the centre; written anew by <see cref="Add"/>.</summary>
    public float[] Centre { get; } = new float[dimension];

    public double WeightAt(double time, double lambda) => Weight * Math.Pow(2, -lambda * (time - last));

    /// <summary>Root of the mean squared distance from the centre, were the row added now.</summary>
    public double RadiusWith(ReadOnlySpan<float> row, double time, double lambda)
    {
        var fade = Math.Pow(2, -lambda * (time - last));
        var (weight, square, length) = (Weight * fade + 1, squares * fade + TensorPrimitives.Dot(row, row), 0.0);
        for (var i = 0; i < sum.Length; i++)
        {
            var total = sum[i] * fade + row[i];
            length += total * total;
        }
        return Math.Sqrt(Math.Max(0, square / weight - length / (weight * weight)));
    }

    public void Add(ReadOnlySpan<float> row, double time, double lambda)
    {
        var fade = Math.Pow(2, -lambda * (time - last));
        (Weight, squares, last) = (Weight * fade + 1, squares * fade + TensorPrimitives.Dot(row, row), time);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = sum[i] * fade + row[i];
            Centre[i] = (float)(sum[i] / Weight);
        }
    }
}
