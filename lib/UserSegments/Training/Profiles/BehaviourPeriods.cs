using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Text;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>What people wrote and took, in periods one after the other: profiles are made of the first ones, learning goes on in the next, the last is the future.</summary>
/// <remarks>
/// Periods are shares of the rows in the order of time; where a set has no times, in a random order. A row without a text of its own says the
/// item's title and tags. Items are their titles, tags and descriptions. Equal texts are tokenized once.
/// </remarks>
public sealed class BehaviourPeriods
{
    private readonly Dataset dataset;
    private readonly Interaction[] rows;
    private readonly int[] textOfRow, ends;
    private readonly BehaviourPeriodsOptions options;

    private BehaviourPeriods(Dataset dataset, Interaction[] rows, int[] ends, Tokenizer tokenizer, BehaviourPeriodsOptions options)
    {
        (this.dataset, this.rows, this.ends, this.options) = (dataset, rows, ends, options);
        var titles = dataset.Items.Select(item => item.Tags.Count == 0 ? item.Title : $"{item.Title} {string.Join(' ', item.Tags)}").ToArray();
        var (places, texts) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        textOfRow = [.. rows.Select(row =>
        {
            var text = row.Text.Length > 0 ? row.Text : titles[row.Item];
            if (places.TryAdd(text, texts.Count)) texts.Add(text);
            return places[text];
        })];
        Texts = Ids(texts, tokenizer);
        Items = Ids(ItemTexts.Of(dataset), tokenizer);
    }

    /// <summary>Token ids of every different text that somebody wrote.</summary>
    public IReadOnlyList<int[]> Texts { get; }

    /// <summary>(items) token ids of each item's text.</summary>
    public IReadOnlyList<int[]> Items { get; }

    /// <summary>Number of periods.</summary>
    public int Count => ends.Length;

    /// <summary>Cuts a data set.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="tokenizer">That of the encoder, with its limit of length.</param>
    /// <param name="options">Where to cut, how many texts.</param>
    /// <exception cref="ArgumentException">A period would be empty.</exception>
    public static BehaviourPeriods Of(Dataset dataset, Tokenizer tokenizer, BehaviourPeriodsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new BehaviourPeriodsOptions();
        var rows = dataset.Interactions.ToArray();
        if (!dataset.HasTime) new Rng(options.Seed).Shuffle<Interaction>(rows);
        int[] ends = [.. options.Ends.Select(end => (int)Math.Round(end * rows.Length)), rows.Length];
        for (var p = 0; p < ends.Length; p++)
        {
            if (ends[p] <= (p == 0 ? 0 : ends[p - 1])) throw new ArgumentException($"{dataset.Name} has {rows.Length} rows, and period {p} of {ends.Length} would be empty; expected rows in each.", nameof(dataset));
        }
        return new BehaviourPeriods(dataset, rows, ends, tokenizer, options);
    }

    /// <summary>(users) the latest texts of each person up to the end of a period, the oldest first; empty for those who were silent.</summary>
    /// <param name="last">The period, 0 to Count - 1.</param>
    public int[][] Histories(int last)
    {
        var histories = Lists();
        for (var row = 0; row < ends[Check.InRange(last, 0, Count - 1)]; row++) histories[rows[row].User].Add(textOfRow[row]);
        return [.. histories.Select(own => own.TakeLast(options.TextsPerPerson).ToArray())];
    }

    /// <summary>What was taken in a period by people who had written before, with their latest texts until then: examples for <see cref="NextItemTask"/>.</summary>
    /// <param name="period">The period, 0 to Count - 1.</param>
    /// <param name="people">Whose; null: everybody's.</param>
    public (int[] Texts, int Item)[] Examples(int period, Func<int, bool>? people = null)
    {
        var (histories, examples) = (Lists(), new List<(int[], int)>());
        var first = Check.InRange(period, 0, Count - 1) == 0 ? 0 : ends[period - 1];
        for (var row = 0; row < ends[period]; row++)
        {
            var own = histories[rows[row].User];
            if (row >= first && own.Count > 0 && people?.Invoke(rows[row].User) != false) examples.Add(([.. own.TakeLast(options.TextsPerExample)], rows[row].Item));
            own.Add(textOfRow[row]);
        }
        return [.. examples];
    }

    /// <summary>All periods but the last to learn from, and the last to judge by.</summary>
    public Split Future() => new(
        dataset.With(rows.Take(ends[^2]), []), dataset.With(rows.Skip(ends[^2]), []), $"{ends[^2]} rows to learn from, {rows.Length - ends[^2]} later ones to judge by");

    /// <summary>Number of rows of each period.</summary>
    public IReadOnlyList<int> Sizes => [.. ends.Select((end, p) => end - (p == 0 ? 0 : ends[p - 1]))];

    private List<int>[] Lists() => [.. dataset.Users.Select(_ => new List<int>())];

    private static int[][] Ids(IReadOnlyList<string> texts, Tokenizer tokenizer)
    {
        var batch = tokenizer.EncodeBatch(texts);
        return [.. Enumerable.Range(0, batch.Count).Select(i => batch.Sequence(i).ToArray())];
    }
}
