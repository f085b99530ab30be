using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>What a window tells of its active people: the sum of the vectors of each one's events, by person ascending.</summary>
/// <param name="People">(n) who was active.</param>
/// <param name="Sums">(n, d) sums of event vectors.</param>
/// <param name="Events">(n) how many events.</param>
/// <param name="Before">(n) the memberships before the window; null for those who are new.</param>
internal sealed record WindowEvidence(int[] People, Matrix Sums, int[] Events, double[]?[] Before)
{
    public static WindowEvidence Of(SortedDictionary<int, (float[] Sum, int Events)> observed, IReadOnlyDictionary<int, double[]> memberships) => new(
        [.. observed.Keys], Matrix.FromRows([.. observed.Values.Select(x => x.Sum)]), [.. observed.Values.Select(x => x.Events)],
        [.. observed.Keys.Select(memberships.GetValueOrDefault)]);

    /// <summary>The log-likelihood of a person's events in a group, up to what all groups share: concentration times the sum of cosines (von Mises and Fisher).</summary>
    public double LogLikelihood(int i, float[] centre, double concentration) => concentration * TensorPrimitives.Dot<float>(Sums.Row(i), centre);

    public static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = vector.ToArray();
        var norm = TensorPrimitives.Norm<float>(unit);
        if (norm > 0) TensorPrimitives.Divide(unit, norm, unit);
        return unit;
    }
}
