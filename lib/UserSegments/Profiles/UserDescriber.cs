using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Describes people in a few factual sentences, and keeps the descriptions up to date as new behaviour arrives.</summary>
/// <remarks>
/// Deterministic. Ages are counted from each person's own last row, so new rows of one person change nobody else's description. O(own rows) a description.
/// Not safe for many threads while rows are added. What is common to all (medians of price, scale of ratings) is fixed when the describer is made.
/// </remarks>
public sealed class UserDescriber
{
    private readonly FactFinder finder;
    private readonly UserDescriptionOptions options;
    private readonly List<Interaction>[] histories;
    private readonly UserDescription?[] known;
    private readonly int items;

    /// <summary>Reads what everybody did.</summary>
    /// <param name="dataset">People, items and what was done.</param>
    /// <param name="options">Language, length, words to look for.</param>
    public UserDescriber(Dataset dataset, UserDescriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        this.options = options ?? new UserDescriptionOptions();
        finder = new FactFinder(new FactRules(dataset, this.options));
        histories = [.. dataset.ByUser().Select(own => own.ToList())];
        (known, items) = (new UserDescription?[histories.Length], dataset.Items.Count);
    }

    /// <summary>Describes one person.</summary>
    /// <param name="user">Index of the user.</param>
    public UserDescription Describe(int user) => known[Check.InRange(user, 0, known.Length - 1)] ??= Write(user);

    /// <summary>Describes everybody, in user order.</summary>
    public IReadOnlyList<UserDescription> DescribeAll()
    {
        Blocks.For(known.Length, 64, (_, first, last) =>
        {
            for (var user = first; user < last; user++) known[user] ??= Write(user);
        });
        return [.. known.Select(description => description!)];
    }

    /// <summary>Takes in new behaviour; only the people concerned are described anew.</summary>
    /// <param name="newer">Rows of known users and items, in any order; the result is as if they had been there from the start.</param>
    /// <returns>The users concerned, ascending.</returns>
    public IReadOnlyList<int> Add(IEnumerable<Interaction> newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var rows = newer.ToArray();
        foreach (var row in rows)
        {
            Check.InRange(row.User, 0, histories.Length - 1);
            Check.InRange(row.Item, 0, items - 1);
        }
        var touched = rows.GroupBy(row => row.User).OrderBy(group => group.Key).ToArray();
        foreach (var group in touched)
        {
            // The order of a data set: by time, then by item, then as they came.
            histories[group.Key] = [.. histories[group.Key].Concat(group).OrderBy(x => x.Time ?? DateTime.MinValue).ThenBy(x => x.Item)];
            known[group.Key] = null;
        }
        return [.. touched.Select(group => group.Key)];
    }

    private UserDescription Write(int user)
    {
        var phrases = Phrasebook.Of(options.Language);
        var (length, chosen) = (0, new List<(DescriptionTopic Topic, Statement Statement)>());
        foreach (var (topic, facts) in finder.Find(histories[user]))
        {
            var statement = new Statement(phrases.Write(topic, facts), facts);
            var own = phrases.Length(statement.Text);
            if (chosen.Count > 0 && length + own > options.MaximumWords) continue;
            chosen.Add((topic, statement));
            length += own;
        }
        return new UserDescription(user, options.Language, [.. chosen.OrderBy(x => x.Topic).Select(x => x.Statement)]);
    }
}
