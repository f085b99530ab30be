using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>Profiles from one domain, recommendations in another, through a text space that both share.</summary>
public static class CrossDomain
{
    /// <summary>Ranks the items of the other domain for everybody who is known in the one, and compares with popularity there.</summary>
    /// <param name="split">What is known, and what is to be found.</param>
    /// <param name="itemVectors">(items, d) one space for both domains.</param>
    /// <param name="isSource">Whether an item belongs to the domain that profiles are made from; the others are ranked.</param>
    /// <param name="groups">(users) groups found in the source domain alone, -1 for none; adds "popularity in the group". Null for none.</param>
    /// <param name="k">Depth of NDCG.</param>
    /// <param name="seed">Seed of the tests.</param>
    /// <remarks>
    /// What a user did in the target domain before is not used for the profile, and such items are not ranked. Popularity counts people in the training part. The blend adds the
    /// reciprocal ranks, <c>1 / (60 + rank)</c> of both lists (Cormack et al., 2009), which needs no tuning. Full ranking of the target items.
    /// </remarks>
    public static CrossDomainResult Evaluate(
        Split split, Matrix itemVectors, Func<Item, bool> isSource, IReadOnlyList<int>? groups = null, int k = 10, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(itemVectors);
        ArgumentNullException.ThrowIfNull(isSource);
        var (train, items) = (split.Train, split.Train.Items);
        Check.SameLength(itemVectors.Rows, items.Count, nameof(itemVectors), "the items");
        if (groups is not null) Check.SameLength(groups.Count, train.Users.Count, nameof(groups), "the users");
        var source = items.Select(isSource).ToArray();
        var targets = Enumerable.Range(0, items.Count).Where(item => !source[item]).ToArray();
        var space = ItemFacets.FromSpace(itemVectors);
        var profiles = UserFacets.Build(train.With(train.Interactions.Where(x => source[x.Item])), space).LongTerm;
        var model = WeightedMatching.Cosine(profiles, space);
        var popularity = People(train, groups is null ? 0 : groups.Max() + 1, groups);
        var (seen, wanted) = (train.ByUser(), split.Test.ByUser());
        var users = Enumerable.Range(0, train.Users.Count)
            .Where(user => profiles.Norm(user) > 0)
            .Select(user => (User: user, Seen: seen[user].Select(x => x.Item).ToHashSet(), Wanted: wanted[user].Select(x => x.Item).Where(item => !source[item]).ToHashSet()))
            .Select(x => (x.User, x.Seen, Wanted: x.Wanted.Where(item => !x.Seen.Contains(item)).ToArray()))
            .Where(x => x.Wanted.Length > 0)
            .ToArray();
        string[] names = groups is null ? ["popularity", "text of the other domain", "both"] : ["popularity", "text of the other domain", "both", "popularity in the group", "group and text"];
        var values = names.Select(_ => new double[users.Length]).ToArray();
        Blocks.For(users.Length, 16, (_, first, last) =>
        {
            var scores = new float[items.Count];
            for (var u = first; u < last; u++)
            {
                var (user, known, relevant) = users[u];
                var candidates = targets.Where(item => !known.Contains(item)).ToArray();
                model.Score(user, scores);
                var byText = Rank(candidates, item => scores[item]);
                var byPeople = Rank(candidates, item => popularity[0][item]);
                List<int[]> lists = [byPeople, byText, Blend(items.Count, byPeople, byText)];
                if (groups is not null)
                {
                    var own = groups[user] < 0 ? popularity[0] : popularity[groups[user] + 1];
                    var byGroup = Rank(candidates, item => own[item] + 1e-6 * popularity[0][item]);
                    lists.AddRange([byGroup, Blend(items.Count, byGroup, byText)]);
                }
                for (var m = 0; m < lists.Count; m++) values[m][u] = RankingMetrics.Ndcg(lists[m], Relevance.Of(relevant), k)!.Value;
            }
        });
        return new CrossDomainResult(
            users.Length, targets.Length,
            [.. names.Select((name, m) => (name, values[m], m == 0 || users.Length == 0 ? null : PairedTests.Permutation(values[m], values[0], seed)))]);
    }

    private static int[] Rank(int[] candidates, Func<int, double> score) =>
        [.. candidates.Select(item => (item, Score: score(item))).OrderByDescending(x => x.Score).ThenBy(x => x.item).Select(x => x.item)];

    private static int[] Blend(int items, int[] first, int[] second)
    {
        var sums = new double[items];
        foreach (var list in new[] { first, second })
        {
            for (var place = 0; place < list.Length; place++) sums[list[place]] += 1.0 / (61 + place);
        }
        return Rank(first, item => sums[item]);
    }

    // Row 0: everybody; row g + 1: the people of group g.
    private static double[][] People(Dataset train, int groups, IReadOnlyList<int>? labels)
    {
        var counts = Enumerable.Range(0, groups + 1).Select(_ => new double[train.Items.Count]).ToArray();
        foreach (var (user, item) in train.Interactions.Select(x => (x.User, x.Item)).Distinct())
        {
            counts[0][item]++;
            if (labels is not null && labels[user] >= 0) counts[labels[user] + 1][item]++;
        }
        return counts;
    }
}
