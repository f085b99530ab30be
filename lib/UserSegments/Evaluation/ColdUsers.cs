using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Cross-validation by user (strong generalisation; Marlin, 2004): every person is cold exactly once.</summary>
public static class ColdUsers
{
    /// <summary>Cuts the people into folds.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="historyItems">Distinct items of each cold person that are given as history, at least 0: the first in time where there is time, else at random.</param>
    /// <param name="seed">Seed of folds and draws.</param>
    /// <remarks>All parts keep all users and items. All that a person did with one item goes to one side.</remarks>
    public static IReadOnlyList<ColdUserFold> Folds(Dataset dataset, int folds, int historyItems, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Check.AtLeast(folds, 2);
        Check.AtLeast(historyItems, 0);
        var users = Enumerable.Range(0, dataset.Users.Count).ToArray();
        var source = new Rng(seed);
        source.Fork(0).Shuffle<int>(users);
        var foldOf = new int[users.Length];
        for (var i = 0; i < users.Length; i++) foldOf[users[i]] = i % folds;
        var given = new HashSet<(int User, int Item)>();
        foreach (var own in dataset.Interactions.GroupBy(x => x.User))
        {
            var items = own.Select(x => x.Item).Distinct().ToArray();         // in the order of time
            if (!dataset.HasTime) source.Fork(1 + (ulong)own.Key).Shuffle<int>(items);
            foreach (var item in items.Take(historyItems)) given.Add((own.Key, item));
        }
        return
        [
            .. Enumerable.Range(0, folds).Select(fold => new ColdUserFold(
                dataset.With(dataset.Interactions.Where(x => foldOf[x.User] != fold)),
                dataset.With(dataset.Interactions.Where(x => foldOf[x.User] == fold && given.Contains((x.User, x.Item)))),
                dataset.With(dataset.Interactions.Where(x => foldOf[x.User] == fold && !given.Contains((x.User, x.Item)))))),
        ];
    }
}
