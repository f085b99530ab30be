namespace UserSegments.Evaluation;

/// <summary>How evenly recommendations are spread over the items.</summary>
public static class Exposure
{
    /// <summary>The Gini coefficient of counts: 0 when all are equal, near 1 when one item takes all.</summary>
    /// <param name="counts">How often each item was recommended; items that never were are among them as 0.</param>
    /// <returns><c>sum over sorted i of (2 i - n - 1) x_i / (n sum x)</c>; 0 for no items or all zeros.</returns>
    public static double Gini(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var sorted = counts.Order().ToArray();
        var (weighted, total) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            weighted += (2.0 * (i + 1) - sorted.Length - 1) * sorted[i];
            total += sorted[i];
        }
        return total == 0 ? 0 : weighted / (sorted.Length * total);
    }
}
