using System.Globalization;
using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Lists cut for learning what weighs: the past makes profiles, later lists teach the weights, the last lists judge.</summary>
/// <param name="Past">Interactions from before every list.</param>
/// <param name="Learn">Lists that weights are learned from.</param>
/// <param name="Judge">Later lists that models are compared on.</param>
/// <param name="Description">How it was cut, in a sentence: part of every result.</param>
public sealed record ListSplit(Dataset Past, IReadOnlyList<Impression> Learn, IReadOnlyList<Impression> Judge, string Description)
{
    /// <summary>Cuts by time: half of the lists, a quarter, a quarter; where no lists were shown, makes them out of what was chosen.</summary>
    /// <param name="dataset">Any data set with interactions.</param>
    /// <param name="others">Where lists have to be made: items beside the chosen one that the person never chose, all alike likely.</param>
    /// <param name="most">Where lists have to be made: most lists of either kind; every k-th choice is taken.</param>
    /// <param name="seed">Seed of the items drawn, and of the cut where there is no time.</param>
    /// <remarks>
    /// Only people with a past are in the lists: of the others no model of profiles knows anything. Made lists hold one item that is new to the person among
    /// others drawn at random; they are easier than a catalogue, and no judgement of what a shop would have shown (Krichene and Rendle, 2020).
    /// </remarks>
    /// <exception cref="ArgumentException">Nothing is left to learn from or to judge by.</exception>
    public static ListSplit Of(Dataset dataset, int others = 19, int most = 5000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var split = dataset.Impressions.Count > 0 ? Shown(dataset) : Made(dataset, Check.AtLeast(others, 1), Check.AtLeast(most, 1), seed);
        var known = new bool[dataset.Users.Count];
        foreach (var x in split.Past.Interactions) known[x.User] = true;
        bool Tells(Impression list) => known[list.User] && list.Clicked.Contains(true) && list.Clicked.Contains(false);
        split = split with { Learn = [.. split.Learn.Where(Tells)], Judge = [.. split.Judge.Where(Tells)] };
        if (split.Learn.Count == 0 || split.Judge.Count == 0)
            throw new ArgumentException($"{dataset.Name} leaves {split.Learn.Count} lists to learn from and {split.Judge.Count} to judge by, expected some of each.", nameof(dataset));
        return split with { Description = $"{split.Description}; {split.Past.Interactions.Count} interactions make profiles, {split.Learn.Count} lists teach weights, {split.Judge.Count} judge" };
    }

    private static ListSplit Shown(Dataset dataset)
    {
        var lists = dataset.Impressions.OrderBy(x => x.Time ?? DateTime.MinValue).ToArray();
        var (half, last) = (lists[lists.Length / 2].Time, lists[3 * (long)lists.Length / 4].Time);
        if (half is null || half == last)
            return new ListSplit(Without(lists), lists[..(lists.Length / 2)], lists[(lists.Length / 2)..], "lists as they were shown, without times: the first half teaches, the second judges");
        return new ListSplit(
            dataset.With(dataset.Interactions.Where(x => x.Time is null || x.Time < half)),
            [.. lists.Where(x => x.Time >= half && x.Time < last)], [.. lists.Where(x => x.Time >= last)],
            string.Create(CultureInfo.InvariantCulture, $"lists as they were shown, cut at {half:yyyy-MM-dd} and {last:yyyy-MM-dd}"));

        // Without times, a choice that a list shows must not be in the profile that ranks it.
        Dataset Without(Impression[] all)
        {
            var shown = all.SelectMany(list => list.Items.Select(item => (list.User, item))).ToHashSet();
            return dataset.With(dataset.Interactions.Where(x => !shown.Contains((x.User, x.Item))));
        }
    }

    private static ListSplit Made(Dataset dataset, int others, int most, ulong seed)
    {
        Split Cut(Dataset part, double share) => part.HasTime ? Splits.ByTime(part, share) : Splits.RandomPerUser(part, share, seed);
        var outer = Cut(dataset, 0.2);
        var inner = Cut(outer.Train, 0.25);
        return new ListSplit(
            inner.Train, Lists(inner, 1), Lists(outer, 2),
            $"no lists were shown, so each is one new choice among {others} items that the person never chose; {(dataset.HasTime ? "by time" : "no times, so at random")}: 60, 20 and 20 % of the choices");

        IReadOnlyList<Impression> Lists(Split part, ulong salt)
        {
            var owned = part.Train.Interactions.Select(x => (x.User, x.Item)).ToHashSet();
            var fresh = part.Test.Interactions.Where(x => owned.Add((x.User, x.Item))).ToArray();
            var step = Math.Max(1, (fresh.Length + most - 1) / most);
            return ListRanking.SampleLists(part.Test.With(fresh.Where((_, i) => i % step == 0)), dataset, others, 0, seed + salt);
        }
    }
}
