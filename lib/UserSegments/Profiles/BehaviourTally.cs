using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>Rows of one subject, and what they weigh by recency.</summary>
internal sealed class Counted
{
    public List<int> Rows { get; } = [];

    public double Weight { get; private set; }

    public void Add(int row, double weight)
    {
        Rows.Add(row);
        Weight += weight;
    }
}

/// <summary>Everything countable in one person's rows.</summary>
internal sealed class BehaviourTally
{
    public BehaviourTally(FactRules rules, IReadOnlyList<Interaction> own)
    {
        var seeds = rules.Options.Seeds;
        var (sides, mentioned) = (new int[seeds.Count], new bool[seeds.Count]);
        for (var row = 0; row < own.Count; row++)
        {
            var x = own[row];
            var age = x.Time is { } time ? (own[^1].Time!.Value - time).TotalDays : 0;
            var weight = Math.Pow(2, -age / rules.Options.HalfLife);
            var recent = rules.IsRecent(x, own);
            if (recent) RecentRows++;
            if (!Kinds.TryGetValue(x.Kind, out var kind)) Kinds[x.Kind] = kind = [];
            kind.Add(row);
            if (rules.Category(x) is { } category)
            {
                Get(Categories, category).Add(row, weight);
                if (recent) Get(RecentCategories, category).Add(row, weight);
                if (FactRules.IsRated(x))
                {
                    var low = LowRated.GetValueOrDefault(category, (Low: [], Rated: 0));
                    if (rules.IsLow(x)) low.Low.Add(row);
                    LowRated[category] = (low.Low, low.Rated + 1);
                }
            }
            foreach (var tag in rules.Tags(x).Skip(1).Distinct(StringComparer.Ordinal)) Get(Details, tag).Add(row, weight);
            Rate(rules, x, row, weight);
            if (x.Kind is InteractionKind.Purchase or InteractionKind.Listen && rules.Title(x) is { } title)
            {
                var repeat = Repeats.GetValueOrDefault(title, (Times: 0, Rows: []));
                repeat.Rows.Add(row);
                Repeats[title] = (repeat.Times + x.Value, repeat.Rows);
            }
            if (rules.IsCheap(x) is { } cheap) (cheap ? Cheap : Dear).Add(row);
            if (x.Kind == InteractionKind.Tag)
            {
                TagRows++;
                if (x.Text.Length > 0) Get(Words, x.Text).Add(row, weight);
            }
            else if (x.Text.Length > 0)
            {
                Texts++;
                rules.Matcher.Match(x.Text, sides, mentioned);
                for (var j = 0; j < sides.Length; j++)
                {
                    if (sides[j] != 0) Get(sides[j] > 0 ? Praise : Blame, seeds[j].Name).Add(row, weight);
                }
            }
        }
    }

    public SortedDictionary<InteractionKind, List<int>> Kinds { get; } = [];

    public SortedDictionary<string, Counted> Categories { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Counted> RecentCategories { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Counted> Details { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Counted> Praise { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Counted> Blame { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Counted> Words { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, (double Value, Counted Rows)> High { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, (double Value, Counted Rows)> Low { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, (List<int> Low, int Rated)> LowRated { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, (double Times, List<int> Rows)> Repeats { get; } = new(StringComparer.Ordinal);

    /// <summary>For each title, the rows that rate it.</summary>
    public Dictionary<string, int> RatedItems { get; } = new(StringComparer.Ordinal);

    public List<int> Cheap { get; } = [];

    public List<int> Dear { get; } = [];

    public int Rated { get; private set; }

    public List<int> HighRows { get; } = [];

    public int RecentRows { get; }

    public int Texts { get; }

    public int TagRows { get; }

    private void Rate(FactRules rules, Interaction x, int row, double weight)
    {
        if (!FactRules.IsRated(x)) return;
        Rated++;
        if (rules.IsHigh(x)) HighRows.Add(row);
        if (rules.Title(x) is not { } title) return;
        RatedItems[title] = RatedItems.GetValueOrDefault(title) + 1;
        if (rules.IsHigh(x)) Extreme(High, title, Math.Max, double.NegativeInfinity);
        if (rules.IsLow(x)) Extreme(Low, title, Math.Min, double.PositiveInfinity);

        void Extreme(SortedDictionary<string, (double Value, Counted Rows)> side, string name, Func<double, double, double> better, double start)
        {
            if (!side.TryGetValue(name, out var known)) known = (start, new Counted());
            known.Rows.Add(row, weight);
            side[name] = (better(known.Value, x.Value), known.Rows);
        }
    }

    private static Counted Get(SortedDictionary<string, Counted> tally, string subject)
    {
        if (!tally.TryGetValue(subject, out var counted)) tally[subject] = counted = new Counted();
        return counted;
    }
}
