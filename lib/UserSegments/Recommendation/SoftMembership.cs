using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How much of a user belongs to each segment, instead of one label.</summary>
public static class SoftMembership
{
    /// <summary>The softmax over centres of <c>-|x - c|² / (τ · mean over users of the least |x - c|²)</c>.</summary>
    /// <param name="users">(n, d) vectors; a row of zeros belongs nowhere.</param>
    /// <param name="centres">(k, d).</param>
    /// <param name="temperature">τ, above 0: near 0 the nearest centre takes all; 0.25 unless stated.</param>
    /// <returns>(n, k) rows summing to 1; a row of zeros for a user whose vector is 0.</returns>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static Matrix Of(Matrix users, Matrix centres, double temperature = 0.25)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(centres);
        Check.Positive(temperature);
        if (users.Columns != centres.Columns) throw new ArgumentException($"centres has {centres.Columns} columns, expected {users.Columns} as in users.", nameof(centres));
        var shares = new Matrix(users.Rows, centres.Rows);
        var (least, known) = (0.0, 0);
        for (var u = 0; u < users.Rows; u++)
        {
            if (!users.Row(u).ContainsAnyExcept(0f)) continue;
            var row = shares.Row(u);
            for (var c = 0; c < row.Length; c++)
            {
                var distance = TensorPrimitives.Distance<float>(users.Row(u), centres.Row(c));
                row[c] = -distance * distance;
            }
            least -= TensorPrimitives.Max<float>(row);
            known++;
        }
        var scale = least > 0 ? (float)(known / (temperature * least)) : 1;
        for (var u = 0; u < users.Rows; u++)
        {
            if (!users.Row(u).ContainsAnyExcept(0f)) continue;
            var row = shares.Row(u);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);   // the largest term is 1: no overflow
            TensorPrimitives.Multiply(row, scale, row);
            TensorPrimitives.SoftMax<float>(row, row);
        }
        return shares;
    }
}
