using UserSegments.Numerics;

namespace UserSegments.Data.Readers;

/// <summary>Collects people, items and interactions while a source is read; counts what is left out.</summary>
internal sealed class DatasetBuilder(string name, DatasetOptions options)
{
    private readonly Dictionary<string, int> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> items = new(StringComparer.Ordinal);
    private readonly List<User> people = [];
    private readonly List<Item> things = [];
    private readonly List<Interaction> interactions = [];
    private readonly List<Impression> impressions = [];
    private readonly SortedDictionary<string, long> skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Rows met so far.</summary>
    public long Rows { get; set; }

    /// <summary>The index of a user, new or known.</summary>
    public int User(string id)
    {
        if (users.TryGetValue(id, out var index)) return index;
        var shown = options.Pseudonyms is { } pseudonyms && !Pseudonyms.IsPseudonym(id) ? pseudonyms.Of(id) : id;
        if (!taken.Add(shown)) throw new InvalidDataException($"{name}: two users share the pseudonym {shown}; expected different ones, so choose another key.");
        people.Add(new User(shown));
        return users[id] = people.Count - 1;
    }

    /// <summary>The index of an item, new or known; a new one has its id as title.</summary>
    public int Item(string id)
    {
        if (items.TryGetValue(id, out var index)) return index;
        things.Add(new Item(id, id));
        return items[id] = things.Count - 1;
    }

    /// <summary>Whether an item is known.</summary>
    public bool HasItem(string id) => items.ContainsKey(id);

    /// <summary>Sets what is known of a user.</summary>
    public void Describe(int user, IReadOnlyDictionary<string, string> attributes) => people[user] = people[user] with { Attributes = attributes };

    /// <summary>Sets what is known of an item.</summary>
    public void Describe(int item, Func<Item, Item> change) => things[item] = change(things[item]);

    /// <summary>Leaves the current row out.</summary>
    public void Skip(string reason) => skipped[reason] = skipped.GetValueOrDefault(reason) + 1;

    public void Add(Interaction interaction) => interactions.Add(interaction);

    public void Add(Impression impression) => impressions.Add(impression);

    /// <exception cref="InvalidDataException">Nothing was read.</exception>
    public Dataset Build(string place)
    {
        if (interactions.Count == 0 && impressions.Count == 0)
        {
            var reasons = skipped.Count == 0 ? "no rows" : string.Join(", ", skipped.Select(x => $"{x.Value} × {x.Key}"));
            throw new InvalidDataException($"{place}: the data set is empty ({reasons}), expected at least one interaction.");
        }
        var redacted = Redact();
        return new Dataset(name, people, things, interactions, impressions, new LoadReport(Rows, skipped) { Redacted = redacted });
    }

    private SortedDictionary<string, long> Redact()
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (options.Redactor is not { } redactor) return total;
        Blocks.For(interactions.Count, 1024, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var text = interactions[i].Text;
                if (text.Length == 0) continue;
                var redaction = redactor.Redact(text);
                if (redaction.Counts.Count == 0) continue;
                interactions[i] = interactions[i] with { Text = redaction.Text };
                lock (total)
                {
                    foreach (var (kind, count) in redaction.Counts)
                    {
                        var key = kind.ToString().ToLowerInvariant();
                        total[key] = total.GetValueOrDefault(key) + count;
                    }
                }
            }
        });
        return total;
    }
}
