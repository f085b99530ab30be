using UserSegments.Numerics;

namespace UserSegments.Data;

/// <summary>Dense parts of a data set.</summary>
public static class KCores
{
    /// <summary>The largest part in which every user has at least <paramref name="minUser"/> items and every item at least <paramref name="minItem"/> users (Seidman, 1983).</summary>
    /// <param name="dataset">The whole; left as it is.</param>
    /// <param name="minUser">Distinct items a user must have, at least 1.</param>
    /// <param name="minItem">Distinct users an item must have, at least 1.</param>
    /// <returns>A data set with new indices in the old order; what lies outside goes, impressions keep only items that stay.</returns>
    /// <remarks>O(interactions) per round of peeling. The result does not depend on the order of removal; it may be empty.</remarks>
    public static Dataset KCore(this Dataset dataset, int minUser, int minItem)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Check.AtLeast(minUser, 1);
        Check.AtLeast(minItem, 1);
        var pairs = dataset.Interactions.Select(x => (x.User, x.Item)).Distinct().ToList();
        var (users, items) = (new int[dataset.Users.Count], new int[dataset.Items.Count]);
        while (true)
        {
            Array.Clear(users);
            Array.Clear(items);
            foreach (var (user, item) in pairs) (users[user], items[item]) = (users[user] + 1, items[item] + 1);
            var removed = pairs.RemoveAll(pair => users[pair.User] < minUser || items[pair.Item] < minItem);
            if (removed == 0) break;
        }
        return Keep(dataset, Array.ConvertAll(users, count => count >= minUser), Array.ConvertAll(items, count => count >= minItem));
    }

    /// <summary>The part of a data set that concerns some users and items, with new indices in the old order.</summary>
    /// <param name="dataset">The whole; left as it is.</param>
    /// <param name="users">For each user, whether it stays.</param>
    /// <param name="items">For each item, whether it stays.</param>
    public static Dataset Keep(this Dataset dataset, IReadOnlyList<bool> users, IReadOnlyList<bool> items)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        Check.SameLength(users.Count, dataset.Users.Count, nameof(users), "dataset.Users");
        Check.SameLength(items.Count, dataset.Items.Count, nameof(items), "dataset.Items");
        var (newUser, newItem) = (Renumber(users), Renumber(items));
        return new Dataset(
            dataset.Name,
            [.. dataset.Users.Where((_, i) => users[i])],
            [.. dataset.Items.Where((_, i) => items[i])],
            dataset.Interactions.Where(x => users[x.User] && items[x.Item])
                .Select(x => x with { User = newUser[x.User], Item = newItem[x.Item] }),
            [.. dataset.Impressions.Where(x => users[x.User]).Select(x => Restrict(x, newUser, newItem)).Where(x => x.Items.Length > 0)],
            dataset.Report);
    }

    private static Impression Restrict(Impression shown, int[] newUser, int[] newItem)
    {
        var kept = Enumerable.Range(0, shown.Items.Length).Where(i => newItem[shown.Items[i]] >= 0).ToArray();
        return new Impression(
            newUser[shown.User],
            shown.Time,
            [.. kept.Select(i => newItem[shown.Items[i]])],
            [.. kept.Select(i => shown.Clicked[i])])
        {
            Purchased = shown.Purchased is null ? null : [.. kept.Select(i => shown.Purchased[i])],
        };
    }

    private static int[] Renumber(IReadOnlyList<bool> kept)
    {
        var next = 0;
        return [.. kept.Select(stays => stays ? next++ : -1)];
    }
}
