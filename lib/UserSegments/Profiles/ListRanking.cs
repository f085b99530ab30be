using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How well lists that were shown can be put in order: NDCG and reciprocal rank of the clicks within each list.</summary>
/// <remarks>Within the list only what was shown is ranked, by score, ties by item index ascending: it says nothing of items that were not shown, and clicks bear the marks of the place they were shown at.</remarks>
public static class ListRanking
{
    /// <summary>Ranks every list by a model.</summary>
    /// <param name="lists">The lists; those without a click, or with nothing but clicks, have no value.</param>
    /// <param name="score">Takes user and item.</param>
    /// <param name="k">Depth of NDCG, at least 1.</param>
    /// <returns>One pair a list, NaN where a list has no value.</returns>
    public static (double[] Ndcg, double[] ReciprocalRank) Evaluate(IReadOnlyList<Impression> lists, Func<int, int, double> score, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(score);
        Check.AtLeast(k, 1);
        var (ndcg, reciprocal) = (new double[lists.Count], new double[lists.Count]);
        Blocks.For(lists.Count, 512, (_, first, last) =>
        {
            for (var i = first; i < last; i++)
            {
                var list = lists[i];
                (ndcg[i], reciprocal[i]) = (double.NaN, double.NaN);
                var clicks = list.Clicked.Count(x => x);
                if (clicks == 0 || clicks == list.Clicked.Length) continue;
                var scores = Array.ConvertAll(list.Items, item => score(list.User, item));
                var order = Enumerable.Range(0, scores.Length).OrderByDescending(place => scores[place]).ThenBy(place => list.Items[place]).ToArray();
                var (gain, ideal, firstHit) = (0.0, 0.0, -1);
                for (var rank = 1; rank <= order.Length; rank++)
                {
                    if (rank <= k && rank <= clicks) ideal += RankingMetrics.Discount(rank);
                    if (!list.Clicked[order[rank - 1]]) continue;
                    if (firstHit < 0) firstHit = rank;
                    if (rank <= k) gain += RankingMetrics.Discount(rank);
                }
                (ndcg[i], reciprocal[i]) = (gain / ideal, 1.0 / firstHit);
            }
        });
        return (ndcg, reciprocal);
    }

    /// <summary>Makes lists out of purchases: each bought item among others that its buyer had not bought, drawn at random.</summary>
    /// <param name="dataset">What was bought, in which what is to be ranked lies.</param>
    /// <param name="known">For whom and which items must not be drawn: earlier interactions; null for those of <paramref name="dataset"/> alone.</param>
    /// <param name="others">Items drawn beside the bought one, at least 1.</param>
    /// <param name="popularityPower">0 draws all items alike, 1 by how often they were bought in <paramref name="known"/> or <paramref name="dataset"/>.</param>
    /// <param name="seed">Seed of the draws; each interaction has a stream of its own.</param>
    /// <remarks>A sampled list is easier than the whole catalogue, and its NDCG cannot be compared with that of full ranking (Krichene and Rendle, 2020).</remarks>
    public static IReadOnlyList<Impression> SampleLists(Dataset dataset, Dataset? known, int others, double popularityPower, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Check.AtLeast(others, 1);
        Check.NotNegative(popularityPower);
        var source = known ?? dataset;
        var owned = source.ByUser().Zip(dataset.ByUser(), (a, b) => a.Concat(b).Select(x => x.Item).ToHashSet()).ToArray();
        var counts = new double[dataset.Items.Count];
        foreach (var x in source.Interactions) counts[x.Item]++;
        var weights = Array.ConvertAll(counts, count => Math.Pow(count, popularityPower));
        var cumulative = new double[weights.Length];
        for (var (item, sum) = (0, 0.0); item < weights.Length; item++) cumulative[item] = sum += weights[item];
        var (rng, lists) = (new Rng(seed), new List<Impression>());
        for (var row = 0; row < dataset.Interactions.Count; row++)
        {
            var x = dataset.Interactions[row];
            var free = dataset.Items.Count - owned[x.User].Count;
            if (free < others) continue;
            var own = rng.Fork((ulong)row);
            var items = new List<int> { x.Item };
            for (var draws = 0; items.Count <= others && draws < 1000 * others; draws++)
            {
                var at = Array.BinarySearch(cumulative, own.NextDouble() * cumulative[^1]);
                var item = Math.Min(at < 0 ? ~at : at + 1, cumulative.Length - 1);
                if (!owned[x.User].Contains(item) && !items.Contains(item)) items.Add(item);
            }
            if (items.Count <= others) continue;
            var shown = items.ToArray();
            own.Shuffle<int>(shown);
            lists.Add(new Impression(x.User, x.Time, shown, Array.ConvertAll(shown, item => item == x.Item)));
        }
        return lists;
    }
}
