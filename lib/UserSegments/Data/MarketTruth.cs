using UserSegments.Data.Simulation;
using UserSegments.Numerics;

namespace UserSegments.Data;

/// <summary>What is known of the simulated market because it was planted: segments, tastes, drift and true click probabilities.</summary>
/// <remarks>
/// The utility of item i for user u in month m is <c>U = T[u, m, category(i)] + sum_a max(0, W[u, m, a]) q[i, a] - P[u, m] z[i] + b[i]</c>,
/// where T, W and P are the taste of the user's segment in that month plus the user's own deviation, q the item's quality in each aspect,
/// z its price in standard deviations of its category and b its general appeal. A shown item at position j (from 0) is clicked with
/// probability <c>1 / (1 + exp(-(-2.6 + 0.75 U - 0.1 j)))</c>, and a clicked one bought with probability <c>1 / (1 + exp(-(-2 + 0.6 U)))</c>.
/// Immutable and safe for many threads.
/// </remarks>
public sealed class MarketTruth
{
    internal const double ClickBase = -2.6, ClickSlope = 0.75, ClickPosition = 0.1, BuyBase = -2, BuySlope = 0.6;

    internal MarketTruth(MarketTruthData data)
    {
        Data = data;
        SegmentCount = data.SegmentNames.Count;
    }

    internal MarketTruthData Data { get; }

    /// <summary>The first instant of month 1, in UTC.</summary>
    public DateTime Start => Data.Start;

    /// <summary>Number of months: 12.</summary>
    public int Months => Data.Months;

    /// <summary>Number of segments.</summary>
    public int SegmentCount { get; }

    /// <summary>What each segment is called in the model.</summary>
    public IReadOnlyList<string> SegmentNames => Data.SegmentNames;

    /// <summary>The item categories.</summary>
    public IReadOnlyList<string> Categories => Data.Categories;

    /// <summary>The aspects that people praise or blame.</summary>
    public IReadOnlyList<string> Aspects => Data.Aspects;

    /// <summary>The planted changes, in the order of time.</summary>
    public IReadOnlyList<MarketEvent> Events => Data.Events;

    /// <summary>For each user, the segment it was in for most of what it did: the reference for static clustering, shape (users).</summary>
    public IReadOnlyList<int> Segments => Data.UserSegment;

    /// <summary>For each item, its category, shape (items).</summary>
    public IReadOnlyList<int> ItemCategories => Data.ItemCategory;

    /// <summary>For each item, the first month in which it can be bought, 1 to 12.</summary>
    public IReadOnlyList<int> ItemLaunchMonths => Data.ItemLaunch;

    /// <summary>The segment of a user in a month.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="month">1 to 12.</param>
    public int SegmentAt(int user, int month) => Data.UserMonths[user][Check.InRange(month, 1, Months) - 1];

    /// <summary>The month of an instant, 1 to 12; instants outside take the nearest month.</summary>
    /// <param name="time">In UTC.</param>
    public int MonthOf(DateTime time) =>
        Math.Clamp((time.Year - Start.Year) * 12 + time.Month - Start.Month + 1, 1, Months);

    /// <summary>A user's taste in a month: categories, then aspects, then the price weight, shape (categories + aspects + 1).</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="month">1 to 12.</param>
    public double[] Taste(int user, int month)
    {
        var taste = SegmentTaste(SegmentAt(user, month), month);
        var own = Data.UserDeviation[user];
        for (var i = 0; i < taste.Length; i++) taste[i] += own[i];
        for (var a = Categories.Count; a < Categories.Count + Aspects.Count; a++) taste[a] = Math.Max(0, taste[a]);
        return taste;
    }

    /// <summary>A segment's taste in a month, laid out as in <see cref="Taste"/>.</summary>
    /// <param name="segment">Index of the segment.</param>
    /// <param name="month">1 to 12.</param>
    public double[] SegmentTaste(int segment, int month)
    {
        Check.InRange(month, 1, Months);
        var taste = (double[])Data.SegmentTaste[segment].Clone();
        if (Data.ShiftedTaste[segment] is not { } shifted) return taste;
        var shift = Events.First(x => x.Kind == "shift" && x.From == segment);
        var way = Math.Clamp((month - shift.Month + 1.0) / (shift.LastMonth - shift.Month + 1), 0, 1);
        for (var i = 0; i < taste.Length; i++) taste[i] += way * (shifted[i] - taste[i]);
        return taste;
    }

    /// <summary>A user's aspect weights in a month, not negative, shape (aspects).</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="month">1 to 12.</param>
    public double[] AspectWeights(int user, int month) => Taste(user, month)[Categories.Count..(Categories.Count + Aspects.Count)];

    /// <summary>An item's quality in each aspect, shape (aspects).</summary>
    /// <param name="item">Index of the item.</param>
    public ReadOnlySpan<double> Quality(int item) => Data.ItemQuality[item];

    /// <summary>The utility of one item for one user: an oracle ranks by it.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    /// <param name="month">1 to 12.</param>
    public double Utility(int user, int item, int month) => Utility(Taste(user, month), item);

    /// <summary>The utilities of all items for one user, shape (items).</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="utilities">(items) results.</param>
    public void Utilities(int user, int month, Span<float> utilities)
    {
        Check.SameLength(utilities.Length, Data.ItemCategory.Length, nameof(utilities), "the items");
        var taste = Taste(user, month);
        for (var item = 0; item < utilities.Length; item++) utilities[item] = (float)Utility(taste, item);
    }

    /// <summary>The true probability that a shown item is clicked: the best that any model of clicks can know.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    /// <param name="position">Place in the list shown, from 0.</param>
    /// <param name="month">1 to 12.</param>
    public double ClickProbability(int user, int item, int position, int month) => Click(Utility(user, item, month), position);

    /// <summary>The true probability that a clicked item is bought.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    /// <param name="month">1 to 12.</param>
    public double PurchaseProbability(int user, int item, int month) => Buy(Utility(user, item, month));

    internal static double Click(double utility, int position) => Sigmoid(ClickBase + ClickSlope * utility - ClickPosition * position);

    internal static double Buy(double utility) => Sigmoid(BuyBase + BuySlope * utility);

    internal double Utility(double[] taste, int item)
    {
        var (aspects, quality) = (Categories.Count, Data.ItemQuality[item]);
        var utility = taste[Data.ItemCategory[item]] + Data.ItemAppeal[item] - taste[^1] * Data.ItemPrice[item];
        for (var a = 0; a < quality.Length; a++) utility += taste[aspects + a] * quality[a];
        return utility;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
