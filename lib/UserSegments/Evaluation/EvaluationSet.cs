using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>What scorers are judged by: per user the items that were seen, those that are relevant, and what items are like.</summary>
/// <remarks>Made once and shared by all scorers that are compared. Immutable.</remarks>
public sealed class EvaluationSet
{
    /// <summary>Puts a set together from its parts.</summary>
    /// <param name="seen">(users, items): what each user had in training; the values are not used.</param>
    /// <param name="gains">(users, items): the gain of each relevant item, above 0.</param>
    /// <param name="options">Depths, and whether seen items are left out.</param>
    /// <param name="categories">(items, categories): the share of each category in an item, rows summing to 1 or 0; null where unknown.</param>
    /// <param name="itemVectors">(items, d): what diversity and serendipity compare; rows are brought to length 1. Null: the categories.</param>
    public EvaluationSet(SparseMatrix seen, SparseMatrix gains, EvaluationOptions? options = null, SparseMatrix? categories = null, Matrix? itemVectors = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(gains);
        Check.SameLength(gains.Rows, seen.Rows, nameof(gains), nameof(seen));
        Check.SameLength(gains.Columns, seen.Columns, nameof(gains), nameof(seen));
        if (categories is not null) Check.SameLength(categories.Rows, seen.Columns, nameof(categories), "the items");
        if (itemVectors is not null) Check.SameLength(itemVectors.Rows, seen.Columns, nameof(itemVectors), "the items");
        (Options, Seen, Categories) = (options ?? new EvaluationOptions(), seen, categories);
        (Gains, RelevantButSeen) = Options.ExcludeSeen ? Without(gains, seen) : (gains, 0);
        ItemVectors = (itemVectors ?? categories?.ToDense())?.NormalizeRows();
        Popularity = new int[seen.Columns];
        foreach (var item in seen.Indices) Popularity[item]++;
    }

    /// <summary>Depths, and whether seen items are left out.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>(users, items): what each user had in training.</summary>
    public SparseMatrix Seen { get; }

    /// <summary>(users, items): the gain of each relevant item that can be recommended.</summary>
    public SparseMatrix Gains { get; }

    /// <summary>Relevant items that were left out because the user had them in training already (bought again, heard again).</summary>
    public int RelevantButSeen { get; }

    /// <summary>(items, categories): the share of each category in an item; null where unknown.</summary>
    public SparseMatrix? Categories { get; }

    /// <summary>(items, d) rows of length 1; null where unknown.</summary>
    public Matrix? ItemVectors { get; }

    /// <summary>(items) users who had each item in training.</summary>
    public int[] Popularity { get; }

    /// <summary>Number of users.</summary>
    public int Users => Seen.Rows;

    /// <summary>Number of items.</summary>
    public int Items => Seen.Columns;

    /// <summary>The set that a split gives; an item's categories are its tags, each with an equal share.</summary>
    /// <param name="split">Training and test part.</param>
    /// <param name="options">What is relevant, and the depths.</param>
    /// <param name="itemVectors">(items, d): what diversity and serendipity compare; null: the tags, where there are at most 512 different ones.</param>
    public static EvaluationSet Of(Split split, EvaluationOptions? options = null, Matrix? itemVectors = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        options ??= new EvaluationOptions();
        var (users, items) = (split.Train.Users.Count, split.Train.Items.Count);
        Check.SameLength(split.Test.Users.Count, users, "The users of the test part", "the training part");
        Check.SameLength(split.Test.Items.Count, items, "The items of the test part", "the training part");
        var seen = new Dictionary<int, float>[users];
        foreach (var x in split.Train.Interactions) (seen[x.User] ??= [])[x.Item] = 1;
        var values = new Dictionary<int, float>[users];
        foreach (var x in split.Test.Interactions)
        {
            if (x.Value < options.RelevantFrom) continue;
            var own = values[x.User] ??= [];
            own[x.Item] = own.TryGetValue(x.Item, out var before) ? Math.Max(before, x.Value) : x.Value;
        }
        foreach (var own in values)
        {
            if (own is null) continue;
            foreach (var item in own.Keys.ToArray())
            {
                var gain = options.Gain == Gain.Binary ? 1 : Relevance.GainOf(own[item], options.Gain);
                if (gain > 0) own[item] = gain;
                else own.Remove(item);
            }
        }
        return new EvaluationSet(SparseMatrix.FromRows(items, seen), SparseMatrix.FromRows(items, values), options, CategoriesOf(split.Train), itemVectors);
    }

    private static SparseMatrix? CategoriesOf(Dataset dataset)
    {
        var names = dataset.Items.SelectMany(item => item.Tags).Distinct().Order(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i);
        if (names.Count is 0 or > 512) return null;
        var rows = dataset.Items.Select(item =>
        {
            var tags = item.Tags.Distinct().ToArray();
            return tags.ToDictionary(tag => names[tag], _ => 1f / tags.Length);
        });
        return SparseMatrix.FromRows(names.Count, [.. rows]);
    }

    private static (SparseMatrix Kept, int Dropped) Without(SparseMatrix gains, SparseMatrix seen)
    {
        var rows = new Dictionary<int, float>?[gains.Rows];
        var dropped = 0;
        for (var user = 0; user < gains.Rows; user++)
        {
            var items = gains.RowIndices(user);
            var values = gains.RowValues(user);
            var had = seen.RowIndices(user);
            for (var e = 0; e < items.Length; e++)
            {
                if (had.BinarySearch(items[e]) >= 0) dropped++;
                else (rows[user] ??= [])[items[e]] = values[e];
            }
        }
        return dropped == 0 ? (gains, 0) : (SparseMatrix.FromRows(gains.Columns, rows), dropped);
    }
}
