using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>Finds what is worth saying of one person, in one pass over their rows and a few over the tallies.</summary>
internal sealed class FactFinder(FactRules rules)
{
    /// <summary>Sentences to be, the most important first.</summary>
    public List<(DescriptionTopic Topic, IReadOnlyList<Fact> Facts)> Find(IReadOnlyList<Interaction> own)
    {
        var found = new List<(DescriptionTopic, IReadOnlyList<Fact>)>();
        if (own.Count == 0)
        {
            found.Add((DescriptionTopic.Nothing, [new Fact(FactKind.Nothing, "", 0, 0, 0, [])]));
            return found;
        }
        var tally = new BehaviourTally(rules, own);
        Add(DescriptionTopic.Overview, [.. Span(own), .. tally.Kinds.Select(x => Of(FactKind.Activity, x.Key.ToString(), x.Value, own.Count))]);
        var categories = Top(tally.Categories, 4, 1);
        Add(DescriptionTopic.Categories, [.. categories.Select(x => Of(FactKind.Category, x.Key, x.Value.Rows, own.Count))]);
        Contradictions(tally, own.Count, categories, Add);
        Add(DescriptionTopic.Recent, Recent(tally, own.Count));
        Add(DescriptionTopic.Praise, Sides(tally, tally.Praise, FactKind.Praise, 4));
        Add(DescriptionTopic.Liked, Rated(tally, tally.High, FactKind.Liked, 3));
        Add(DescriptionTopic.Blame, Sides(tally, tally.Blame, FactKind.Blame, 2));
        Add(DescriptionTopic.Details, [.. Top(tally.Details, 5, 2).Select(x => Of(FactKind.Detail, x.Key, x.Value.Rows, own.Count))]);
        Add(DescriptionTopic.Repeats, [.. tally.Repeats.Where(x => x.Value.Times >= 2)
            .OrderByDescending(x => x.Value.Times).ThenBy(x => x.Key, StringComparer.Ordinal).Take(2)
            .Select(x => new Fact(FactKind.Repeat, x.Key, (int)Math.Round(x.Value.Times), 0, 0, x.Value.Rows))]);
        Add(DescriptionTopic.Tags, [.. Top(tally.Words, 3, 1).Select(x => Of(FactKind.Tagged, x.Key, x.Value.Rows, tally.TagRows))]);
        Add(DescriptionTopic.Price, Price(tally));
        Add(DescriptionTopic.Ratings, tally.Rated >= 3 ? [Of(FactKind.Kindness, "", tally.HighRows, tally.Rated)] : []);
        Add(DescriptionTopic.Disliked, Rated(tally, tally.Low, FactKind.Disliked, 1));
        Add(DescriptionTopic.Faded, Faded(tally));
        return found;

        void Add(DescriptionTopic topic, IReadOnlyList<Fact> facts)
        {
            if (facts.Count > 0) found.Add((topic, facts));
        }
    }

    private static IEnumerable<Fact> Span(IReadOnlyList<Interaction> own)
    {
        if (own[0].Time is not { } first) return [];
        var months = (int)Math.Round((own[^1].Time!.Value - first).TotalDays / 30.44);
        return months > 0 ? [new Fact(FactKind.Span, "", months, 0, 0, [])] : [];
    }

    // Something is recent when its share has at least doubled, and it is more than one row.
    private static Fact[] Recent(BehaviourTally tally, int total)
    {
        var earlier = total - tally.RecentRows;
        if (tally.RecentRows < 2 || earlier < 2) return [];
        return
        [
            .. Top(tally.RecentCategories, 2, 2)
                .Where(x => (double)x.Value.Rows.Count / tally.RecentRows >= 2.0 * (tally.Categories[x.Key].Rows.Count - x.Value.Rows.Count) / earlier)
                .Select(x => Of(FactKind.Recent, x.Key, x.Value.Rows, tally.RecentRows)),
        ];
    }

    private static Fact[] Faded(BehaviourTally tally) => tally.RecentRows < 3 ? [] :
    [
        .. Top(tally.Categories, int.MaxValue, 3).Where(x => !tally.RecentCategories.ContainsKey(x.Key)).Take(1)
            .Select(x => Of(FactKind.Faded, x.Key, x.Value.Rows, tally.RecentRows)),
    ];

    private static Fact[] Sides(BehaviourTally tally, SortedDictionary<string, Counted> side, FactKind kind, int count) =>
        [.. Top(side, count, 2).Select(x => Of(kind, x.Key, x.Value.Rows, tally.Texts))];

    private static Fact[] Rated(BehaviourTally tally, SortedDictionary<string, (double Value, Counted Rows)> side, FactKind kind, int count) =>
    [
        .. side.OrderByDescending(x => kind == FactKind.Liked ? x.Value.Value : -x.Value.Value).ThenByDescending(x => x.Value.Rows.Weight)
            .ThenBy(x => x.Key, StringComparer.Ordinal).Take(count)
            .Select(x => new Fact(kind, x.Key, x.Value.Rows.Rows.Count, tally.RatedItems[x.Key], x.Value.Value, x.Value.Rows.Rows)),
    ];

    private static Fact[] Price(BehaviourTally tally)
    {
        var total = tally.Cheap.Count + tally.Dear.Count;
        if (total < 5) return [];
        if (tally.Cheap.Count >= 0.65 * total) return [Of(FactKind.Cheap, "", tally.Cheap, total)];
        return tally.Dear.Count >= 0.65 * total ? [Of(FactKind.Dear, "", tally.Dear, total)] : [];
    }

    private static void Contradictions(
        BehaviourTally tally, int total, KeyValuePair<string, Counted>[] categories, Action<DescriptionTopic, IReadOnlyList<Fact>> add)
    {
        foreach (var (tag, rows) in categories)
        {
            if (!tally.LowRated.TryGetValue(tag, out var low) || 2 * low.Low.Count <= low.Rated || low.Low.Count < 2) continue;
            add(DescriptionTopic.LowRatedCategory, [Of(FactKind.Category, tag, rows.Rows, total), Of(FactKind.LowRated, tag, low.Low, low.Rated)]);
            break;
        }
        if (tally.High.Keys.FirstOrDefault(tally.Low.ContainsKey) is { } title)
        {
            var (high, low, rated) = (tally.High[title], tally.Low[title], tally.RatedItems[title]);
            add(DescriptionTopic.SplitItem,
            [
                new Fact(FactKind.Liked, title, high.Rows.Rows.Count, rated, high.Value, high.Rows.Rows),
                new Fact(FactKind.Disliked, title, low.Rows.Rows.Count, rated, low.Value, low.Rows.Rows),
            ]);
        }
        var split = tally.Praise.Keys
            .Where(facet => tally.Blame.ContainsKey(facet) && Math.Min(tally.Praise[facet].Rows.Count, tally.Blame[facet].Rows.Count) >= 2)
            .OrderByDescending(facet => Math.Min(tally.Praise[facet].Rows.Count, tally.Blame[facet].Rows.Count)).ThenBy(x => x, StringComparer.Ordinal)
            .FirstOrDefault();
        if (split is not null)
        {
            add(DescriptionTopic.SplitFacet,
                [Of(FactKind.Praise, split, tally.Praise[split].Rows, tally.Texts), Of(FactKind.Blame, split, tally.Blame[split].Rows, tally.Texts)]);
        }
    }

    // Frequency and recency choose; among the chosen the count gives the order.
    private static KeyValuePair<string, Counted>[] Top(SortedDictionary<string, Counted> tally, int count, int minimum) =>
    [
        .. tally.Where(x => x.Value.Rows.Count >= minimum)
            .OrderByDescending(x => x.Value.Weight).ThenBy(x => x.Key, StringComparer.Ordinal).Take(count)
            .OrderByDescending(x => x.Value.Rows.Count).ThenBy(x => x.Key, StringComparer.Ordinal),
    ];

    private static Fact Of(FactKind kind, string subject, List<int> rows, int total) => new(kind, subject, rows.Count, total, 0, rows);
}
