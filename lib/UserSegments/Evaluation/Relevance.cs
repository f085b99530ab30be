namespace UserSegments.Evaluation;

/// <summary>The items that are relevant to one user, each with its gain.</summary>
/// <remarks>Items that are not named are not relevant: what nobody judged counts as irrelevant. Immutable.</remarks>
public sealed class Relevance
{
    private readonly int[] items;
    private readonly float[] gains;

    private Relevance(int[] items, float[] gains)
    {
        (this.items, this.gains) = (items, gains);
        GainsDescending = [.. gains.OrderDescending()];
    }

    /// <summary>Number of relevant items, R.</summary>
    public int Count => items.Length;

    /// <summary>The relevant items, ascending.</summary>
    public ReadOnlySpan<int> Items => items;

    /// <summary>All gains, the largest first: the ranking that no list can beat.</summary>
    public IReadOnlyList<float> GainsDescending { get; }

    /// <summary>Items that are all relevant with gain 1; repeats count once.</summary>
    /// <param name="items">Item indices.</param>
    public static Relevance Of(params IEnumerable<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        int[] sorted = [.. items.Distinct().Order()];
        var ones = new float[sorted.Length];
        Array.Fill(ones, 1f);
        return new Relevance(sorted, ones);
    }

    /// <summary>Items with a value each; those with a gain of 0 or less are not relevant.</summary>
    /// <param name="values">Item index and value; an item may stand once only.</param>
    /// <param name="gain">How a value becomes a gain.</param>
    public static Relevance Graded(IEnumerable<(int Item, float Value)> values, Gain gain = Gain.Linear)
    {
        ArgumentNullException.ThrowIfNull(values);
        var kept = values.Select(x => (x.Item, Gain: GainOf(x.Value, gain))).Where(x => x.Gain > 0).OrderBy(x => x.Item).ToArray();
        for (var i = 1; i < kept.Length; i++)
        {
            if (kept[i].Item == kept[i - 1].Item)
                throw new ArgumentException($"Item {kept[i].Item} stands more than once in values, expected once.", nameof(values));
        }
        return new Relevance(Array.ConvertAll(kept, x => x.Item), Array.ConvertAll(kept, x => x.Gain));
    }

    /// <summary>The gain of an item; 0 when it is not relevant.</summary>
    /// <param name="item">Item index.</param>
    public float GainOf(int item)
    {
        var at = Array.BinarySearch(items, item);
        return at < 0 ? 0 : gains[at];
    }

    internal static float GainOf(float value, Gain gain) => gain switch
    {
        Gain.Binary => value > 0 ? 1 : 0,
        Gain.Linear => value,
        _ => MathF.Pow(2, value) - 1,
    };
}
