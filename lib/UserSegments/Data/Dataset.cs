using UserSegments.Numerics;

namespace UserSegments.Data;

/// <summary>People, items and what the people did with them and wrote about them.</summary>
/// <remarks>
/// Immutable. Users and items are known by their index; interactions are in the order of time, then user, then item, then the
/// order of the source; those without a time come first.
/// </remarks>
public sealed class Dataset
{
    /// <summary>Puts a data set together.</summary>
    /// <param name="name">What the set is called in reports.</param>
    /// <param name="users">The people.</param>
    /// <param name="items">The items.</param>
    /// <param name="interactions">What was done, in any order; indices must lie in users and items.</param>
    /// <param name="impressions">Lists that were shown, if the source has them.</param>
    /// <param name="report">What the reader met, if one read it.</param>
    public Dataset(
        string name,
        IReadOnlyList<User> users,
        IReadOnlyList<Item> items,
        IEnumerable<Interaction> interactions,
        IReadOnlyList<Impression>? impressions = null,
        LoadReport? report = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(interactions);
        (Name, Users, Items, Impressions) = (name, users, items, impressions ?? []);
        Interactions = [.. interactions.OrderBy(x => x.Time ?? DateTime.MinValue).ThenBy(x => x.User).ThenBy(x => x.Item)];
        foreach (var interaction in Interactions)
        {
            Check.InRange(interaction.User, 0, users.Count - 1);
            Check.InRange(interaction.Item, 0, items.Count - 1);
        }
        Report = report ?? new LoadReport(Interactions.Count + Impressions.Count, new Dictionary<string, long>());
    }

    /// <summary>What the set is called in reports.</summary>
    public string Name { get; }

    /// <summary>The people; a user's index is its number everywhere.</summary>
    public IReadOnlyList<User> Users { get; }

    /// <summary>The items; an item's index is its number everywhere.</summary>
    public IReadOnlyList<Item> Items { get; }

    /// <summary>What was done, in the order of time.</summary>
    public IReadOnlyList<Interaction> Interactions { get; }

    /// <summary>Lists that were shown; empty where the source has none.</summary>
    public IReadOnlyList<Impression> Impressions { get; }

    /// <summary>What the reader met.</summary>
    public LoadReport Report { get; }

    /// <summary>Whether every interaction has a time, so that the future can be told from the past.</summary>
    public bool HasTime => Interactions.Count > 0 && Interactions[0].Time is not null;

    /// <summary>Whether any interaction has a text.</summary>
    public bool HasText => Interactions.Any(x => x.Text.Length > 0);

    /// <summary>The same people and items with other interactions.</summary>
    /// <param name="interactions">The interactions that are kept.</param>
    public Dataset With(IEnumerable<Interaction> interactions) => With(interactions, Impressions);

    /// <summary>The same people and items with other interactions and impressions.</summary>
    /// <param name="interactions">The interactions that are kept.</param>
    /// <param name="impressions">The lists shown that are kept.</param>
    public Dataset With(IEnumerable<Interaction> interactions, IEnumerable<Impression> impressions) =>
        new(Name, Users, Items, interactions, [.. impressions], Report);
}
