using System.Globalization;
using UserSegments.Numerics;

namespace UserSegments.Data;

/// <summary>Ways to cut a data set into what is learned from and what is judged by.</summary>
/// <remarks>
/// All are deterministic, leave the data set as it is, and keep all users and items in both parts. Impressions go with the
/// interactions: those shown before the cut to the training part, the others to the test part; without a time they stay in training.
/// </remarks>
public static class Splits
{
    /// <summary>One cut in time for everybody: the last share of the interactions is the future.</summary>
    /// <param name="dataset">The whole; every interaction needs a time.</param>
    /// <param name="testShare">Share of the interactions that lies after the cut, above 0 and below 1.</param>
    /// <returns>The two parts; interactions of one and the same instant stay together, on the test side.</returns>
    /// <exception cref="ArgumentException">An interaction has no time, or one part would be empty.</exception>
    public static Split ByTime(Dataset dataset, double testShare)
    {
        var all = Timed(dataset, testShare);
        var at = Math.Clamp((int)Math.Round(all.Count * (1 - testShare)), 1, Math.Max(1, all.Count - 1));
        return ByTime(dataset, all[Math.Min(at, all.Count - 1)].Time!.Value);
    }

    /// <summary>One cut in time for everybody, at a given instant.</summary>
    /// <param name="dataset">The whole; every interaction needs a time.</param>
    /// <param name="cut">The first instant of the test part.</param>
    /// <exception cref="ArgumentException">An interaction has no time, or one part would be empty.</exception>
    public static Split ByTime(Dataset dataset, DateTime cut)
    {
        var all = Timed(dataset, 0.5);
        var first = 0;
        while (first < all.Count && all[first].Time < cut) first++;
        var when = cut.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        if (first == 0 || first == all.Count)
        {
            throw new ArgumentException(
                $"A cut of {dataset.Name} at {when} leaves {first} interactions for training and {all.Count - first} for testing, expected at least 1 in each.",
                nameof(cut));
        }
        var test = all.Count - first;
        return new Split(
            dataset.With(all.Take(first), dataset.Impressions.Where(x => x.Time is null || x.Time < cut)),
            dataset.With(all.Skip(first), dataset.Impressions.Where(x => x.Time >= cut)),
            Text($"by time at {when}: {first} before, {test} after ({100.0 * test / all.Count:0.#} %)"));
    }

    /// <summary>Each user's own last share of interactions; a user with a single one keeps it for training.</summary>
    /// <param name="dataset">The whole; every interaction needs a time.</param>
    /// <param name="testShare">Share of each user's interactions, above 0 and below 1; rounded, at least one stays on each side.</param>
    /// <remarks>The test part of one user may lie before the training part of another: popularity then knows the future. Prefer <see cref="ByTime(Dataset, double)"/>.</remarks>
    /// <exception cref="ArgumentException">An interaction has no time.</exception>
    public static Split ByTimePerUser(Dataset dataset, double testShare)
    {
        var all = Timed(dataset, testShare);
        return PerUser(dataset, all, Text($"the last {100 * testShare:0.#} % of each user"), rows =>
        {
            var count = rows.Count < 2 ? 0 : Math.Clamp((int)Math.Round(rows.Count * testShare), 1, rows.Count - 1);
            return rows.Skip(rows.Count - count);
        });
    }

    /// <summary>Each user's last interaction (by time where there is one, else by the order of the source); single ones stay in training.</summary>
    /// <param name="dataset">The whole.</param>
    public static Split LeaveLastOut(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return PerUser(dataset, dataset.Interactions, "the last interaction of each user", rows => rows.Count < 2 ? [] : rows.TakeLast(1));
    }

    /// <summary>A random share of each user's items; all that a user did with an item goes to one side, so nothing leaks.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="testShare">Share of each user's distinct items, above 0 and below 1; rounded, at least one stays on each side.</param>
    /// <param name="seed">Seed of the draw; each user has a stream of its own.</param>
    public static Split RandomPerUser(Dataset dataset, double testShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckShare(testShare);
        var all = dataset.Interactions;
        var source = new Rng(seed);
        return PerUser(dataset, all, Text($"a random {100 * testShare:0.#} % of each user's items, seed {seed}"), rows =>
        {
            var items = rows.Select(row => all[row].Item).Distinct().Order().ToArray();
            if (items.Length < 2) return [];
            source.Fork((ulong)all[rows[0]].User).Shuffle<int>(items);
            var chosen = items.Take(Math.Clamp((int)Math.Round(items.Length * testShare), 1, items.Length - 1)).ToHashSet();
            return rows.Where(row => chosen.Contains(all[row].Item));
        });
    }

    private static Split PerUser(Dataset dataset, IReadOnlyList<Interaction> all, string description, Func<List<int>, IEnumerable<int>> choose)
    {
        var rows = new List<int>[dataset.Users.Count];
        for (var row = 0; row < all.Count; row++) (rows[all[row].User] ??= []).Add(row);
        var test = new bool[all.Count];
        foreach (var own in rows)
        {
            if (own is null) continue;
            foreach (var row in choose(own)) test[row] = true;
        }
        var count = test.Count(x => x);
        return new Split(
            dataset.With(all.Where((_, row) => !test[row])),
            dataset.With(all.Where((_, row) => test[row]), []),
            Text($"{description}: {all.Count - count} for training, {count} for testing"));
    }

    private static IReadOnlyList<Interaction> Timed(Dataset dataset, double testShare)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckShare(testShare);
        if (dataset.HasTime) return dataset.Interactions;
        throw new ArgumentException(
            dataset.Interactions.Count == 0
                ? $"{dataset.Name} has no interactions, so it cannot be cut in time."
                : $"{dataset.Name} has interactions without a time; expected a time for each, or use RandomPerUser.",
            nameof(dataset));
    }

    private static void CheckShare(double testShare)
    {
        if (!(testShare > 0 && testShare < 1))
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, Text($"testShare is {testShare}, expected above 0 and below 1."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
