using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How narrow a stretch of recommendations is.</summary>
/// <param name="Entropy">Entropy of the categories that a user is shown, over that of all categories equally; mean over users: 1 is wide, 0 is one category.</param>
/// <param name="TopShare">Share of a user's most shown category; mean over users.</param>
/// <param name="Apart">Jensen-Shannon divergence (in bits) between a user's categories and everybody's; mean over users: 0 is all alike.</param>
/// <param name="Coverage">Share of the items shown to anybody.</param>
/// <param name="Gini">Gini coefficient of how often each item is shown: 0 is equal, 1 is one item only.</param>
/// <param name="Users">Users counted: those with enough rounds.</param>
public sealed record FilterBubble(double Entropy, double TopShare, double Apart, double Coverage, double Gini, int Users)
{
    /// <summary>Measures some rounds of a run.</summary>
    /// <param name="trace">The run.</param>
    /// <param name="categories">(items) category of each item, from 0.</param>
    /// <param name="first">First round.</param>
    /// <param name="count">Number of rounds.</param>
    /// <param name="minimumRounds">Users with fewer rounds are left out: entropy of few draws is too low.</param>
    public static FilterBubble Measure(FeedbackTrace trace, IReadOnlyList<int> categories, int first, int count, int minimumRounds = 10)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(categories);
        Check.InRange(first, 0, trace.Items.Length - 1);
        Check.InRange(count, 1, trace.Items.Length - first);
        var kinds = categories.Max() + 1;
        var (all, shown, byUser) = (new double[kinds], new double[categories.Count], new SortedDictionary<int, double[]>());
        for (var t = first; t < first + count; t++)
        {
            var category = categories[trace.Items[t]];
            shown[trace.Items[t]]++;
            all[category]++;
            if (!byUser.TryGetValue(trace.Users[t], out var own)) byUser[trace.Users[t]] = own = new double[kinds];
            own[category]++;
        }
        var users = byUser.Values.Where(own => own.Sum() >= minimumRounds).ToArray();
        return new FilterBubble(
            Mean(users, own => kinds == 1 ? 0 : Bits(own) / Math.Log2(kinds)),
            Mean(users, own => own.Max() / own.Sum()),
            Mean(users, own => Divergence(own, all)),
            shown.Count(x => x > 0) / (double)shown.Length,
            GiniOf(shown),
            users.Length);
    }

    private static double Mean(double[][] users, Func<double[], double> value) => users.Length == 0 ? double.NaN : users.Average(value);

    private static double Bits(double[] counts)
    {
        var total = counts.Sum();
        return counts.Where(x => x > 0).Sum(x => -x / total * Math.Log2(x / total));
    }

    private static double Divergence(double[] first, double[] second)
    {
        var (a, b) = (first.Sum(), second.Sum());
        var middle = first.Zip(second, (x, y) => (x / a + y / b) / 2).ToArray();
        return Math.Max(0, Bits(middle) - (Bits(first) + Bits(second)) / 2);
    }

    private static double GiniOf(double[] counts)
    {
        var sorted = counts.Order().ToArray();
        var (weighted, total) = (0.0, sorted.Sum());
        for (var i = 0; i < sorted.Length; i++) weighted += (2.0 * (i + 1) - sorted.Length - 1) * sorted[i];
        return total == 0 ? 0 : weighted / (sorted.Length * total);
    }
}
