using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Whether a list keeps the proportions of the user's own history (Steck, "Calibrated recommendations", 2018).</summary>
public static class Calibration
{
    /// <summary>Share of each category among items, each item counting once.</summary>
    /// <param name="categories">(items, c) the share of each category in an item.</param>
    /// <param name="items">Which items.</param>
    /// <returns>(c) shares summing to 1, or all 0 when no item has a category.</returns>
    public static double[] Distribution(SparseMatrix categories, ReadOnlySpan<int> items)
    {
        ArgumentNullException.ThrowIfNull(categories);
        var shares = new double[categories.Columns];
        var total = 0.0;
        foreach (var item in items)
        {
            var names = categories.RowIndices(item);
            var values = categories.RowValues(item);
            for (var e = 0; e < names.Length; e++)
            {
                shares[names[e]] += values[e];
                total += values[e];
            }
        }
        if (total > 0)
        {
            for (var c = 0; c < shares.Length; c++) shares[c] /= total;
        }
        return shares;
    }

    /// <summary>KL(p | q̃) = sum p log(p / q̃) in nats, with q̃ = (1 - a) q + a p: 0 when the list has the history's proportions.</summary>
    /// <param name="history">p, (c) shares in the user's history.</param>
    /// <param name="list">q, (c) shares in the list.</param>
    /// <param name="smoothing">a, above 0 and at most 1; 0.01 as in the paper.</param>
    /// <returns>NaN where history or list has no category.</returns>
    public static double Divergence(ReadOnlySpan<double> history, ReadOnlySpan<double> list, double smoothing = 0.01)
    {
        Check.SameLength(list.Length, history.Length, nameof(list), nameof(history));
        var (sum, p, q) = (0.0, 0.0, 0.0);
        for (var c = 0; c < history.Length; c++)
        {
            p += history[c];
            q += list[c];
            if (history[c] > 0) sum += history[c] * Math.Log(history[c] / ((1 - smoothing) * list[c] + smoothing * history[c]));
        }
        return p > 0 && q > 0 ? sum : double.NaN;
    }
}
