using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Centres packed for <c>|x - c|^2 - |x - m|^2</c>, m the mean of the data, the part of the distance that decides which centre is nearest.</summary>
/// <remarks>
/// With c' = c - m it is <c>|c'|^2 - 2 x c' + 2 m c'</c>: the products stay small
/// where the data lie far from the origin, and no centred copy of the data is needed.
/// </remarks>
internal sealed class CentreSet
{
    private readonly PackedRows packed;
    private readonly float[] offsets;

    public CentreSet(Matrix centres, float[] mean)
    {
        var shifted = Euclid.Centred(centres, mean);
        offsets = new float[centres.Rows];
        for (var j = 0; j < centres.Rows; j++)
        {
            var (norm, cross) = (0.0, 0.0);
            var row = shifted.Row(j);
            for (var t = 0; t < row.Length; t++)
            {
                norm += (double)row[t] * row[t];
                cross += (double)row[t] * mean[t];
            }
            offsets[j] = (float)(norm + (2 * cross));
            TensorPrimitives.Multiply(row, -2f, row);
        }
        packed = new PackedRows(shifted);
    }

    /// <summary>Length of a row of scores.</summary>
    public int Stride => packed.Stride;

    /// <summary>Fills (m, stride) scores; the first k of each row count.</summary>
    public void Scores(ReadOnlySpan<float> rows, int m, Span<float> scores)
    {
        packed.Multiply(rows, m, scores);
        for (var i = 0; i < m; i++)
        {
            var row = scores.Slice(i * Stride, offsets.Length);
            TensorPrimitives.Add(row, offsets, row);
        }
    }
}
