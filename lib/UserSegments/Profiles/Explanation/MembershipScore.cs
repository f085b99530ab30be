using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Scores that are explained: how far a vector lies inside a segment, or how near it is to an item.</summary>
public static class MembershipScore
{
    /// <summary>Cosine with the segment's centre less the highest cosine with another's: above 0, the vector belongs to the segment.</summary>
    /// <param name="centres">(k, d) centres, at least 2 of them.</param>
    /// <param name="segment">The segment.</param>
    /// <returns>A function from (n, d) vectors to (n) scores; a vector of zeros scores 0.</returns>
    public static Func<Matrix, double[]> Margin(Matrix centres, int segment)
    {
        ArgumentNullException.ThrowIfNull(centres);
        Check.AtLeast(centres.Rows, 2);
        Check.InRange(segment, 0, centres.Rows - 1);
        var directions = centres.NormalizeRows();
        return vectors =>
        {
            var cosines = MatrixProduct.MultiplyTransposed(vectors.NormalizeRows(), directions);           // (n, k)
            var scores = new double[vectors.Rows];
            for (var i = 0; i < scores.Length; i++)
            {
                var other = double.NegativeInfinity;
                for (var c = 0; c < centres.Rows; c++)
                {
                    if (c != segment) other = Math.Max(other, cosines[i, c]);
                }
                scores[i] = cosines[i, segment] - other;
            }
            return scores;
        };
    }

    /// <summary>Cosine with one vector, such as that of a recommended item.</summary>
    /// <param name="target">(d) the vector.</param>
    /// <returns>A function from (n, d) vectors to (n) scores.</returns>
    public static Func<Matrix, double[]> Cosine(ReadOnlyMemory<float> target)
    {
        var direction = new Matrix(1, target.Length, target.ToArray()).NormalizeRows();
        return vectors =>
        {
            var normalized = vectors.NormalizeRows();
            return [.. Enumerable.Range(0, vectors.Rows).Select(i => (double)TensorPrimitives.Dot<float>(normalized.Row(i), direction.Row(0)))];
        };
    }
}
