using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>What is known of items and scales beside a person's own rows, and the plain meaning of each kind of fact.</summary>
internal sealed class FactRules
{
    private readonly Dataset dataset;
    private readonly Dictionary<string, double> medians;
    private readonly Dictionary<string, int> facets;

    public FactRules(Dataset dataset, UserDescriptionOptions options)
    {
        (this.dataset, Options) = (dataset, options);
        Scale = options.RatingScale ?? dataset.Interactions.Where(IsRated).Select(x => (double)x.Value).DefaultIfEmpty(5).Max();
        facets = options.Seeds.Select((seed, j) => (seed.Name, j)).ToDictionary(x => x.Name, x => x.j, StringComparer.Ordinal);
        Matcher = new SeedMatcher(options.Seeds);
        medians = dataset.Items.Where(item => item.Price is not null && item.Tags.Count > 0)
            .GroupBy(item => item.Tags[0], StringComparer.Ordinal)
            .Where(group => group.Count() >= 4)
            .ToDictionary(group => group.Key, group => Median([.. group.Select(item => item.Price!.Value)]), StringComparer.Ordinal);
    }

    public UserDescriptionOptions Options { get; }

    public double Scale { get; }

    public SeedMatcher Matcher { get; }

    // The value of a review is its rating, or 1 where none was given: on any scale above 1 that 1 is a rating like others.
    public static bool IsRated(Interaction x) => x.Kind is InteractionKind.Rating or InteractionKind.Review;

    public bool IsHigh(Interaction x) => IsRated(x) && Scale > 1 && x.Value >= 0.8 * Scale;

    public bool IsLow(Interaction x) => IsRated(x) && Scale > 1 && x.Value <= 0.4 * Scale;

    public string? Category(Interaction x) => dataset.Items[x.Item].Tags is [var first, ..] ? first : null;

    public IReadOnlyList<string> Tags(Interaction x) => dataset.Items[x.Item].Tags;

    /// <summary>The title, where the item has one that is not its id.</summary>
    public string? Title(Interaction x) => dataset.Items[x.Item] is var item && item.Title.Length > 0 && item.Title != item.Id ? item.Title : null;

    /// <summary>Whether the item is cheaper than the median of its first tag; null where that is not known.</summary>
    public bool? IsCheap(Interaction x) =>
        Category(x) is { } tag && dataset.Items[x.Item].Price is { } price && medians.TryGetValue(tag, out var median) ? price < median : null;

    /// <summary>Whether a row is recent, counted back from the person's last row; without times nothing is.</summary>
    public bool IsRecent(Interaction x, IReadOnlyList<Interaction> own) =>
        x.Time is { } time && own[^1].Time is { } last && (last - time).TotalDays <= Options.RecentDays;

    /// <summary>Of a row's text: praise 1, blame -1, neither 0, for one facet.</summary>
    public int Side(Interaction x, string facet)
    {
        return x.Text.Length > 0 && x.Kind != InteractionKind.Tag && facets.TryGetValue(facet, out var seed) ? Matcher.Side(x.Text, seed) : 0;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }
}
