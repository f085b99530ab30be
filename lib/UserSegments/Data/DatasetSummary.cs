using System.Globalization;
using UserSegments.Display;

namespace UserSegments.Data;

/// <summary>What one should know of a data set before anything is computed: sizes, density, dates, what is missing, what was left out.</summary>
/// <remarks>Counts only; no id, name or text of a person is in it.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record DatasetSummary : IDisplayable
{
    private DatasetSummary()
    {
    }

    /// <summary>What the set is called.</summary>
    public required string Name { get; init; }

    /// <summary>Number of users.</summary>
    public required int Users { get; init; }

    /// <summary>Users with at least one interaction.</summary>
    public required int ActiveUsers { get; init; }

    /// <summary>Number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Items with at least one interaction.</summary>
    public required int ActiveItems { get; init; }

    /// <summary>Number of interactions of each kind.</summary>
    public required IReadOnlyDictionary<InteractionKind, int> Interactions { get; init; }

    /// <summary>Number of lists shown.</summary>
    public required int Impressions { get; init; }

    /// <summary>Share of all pairs of user and item that occur, 0 to 1.</summary>
    public required double Density { get; init; }

    /// <summary>Interactions of the median active user.</summary>
    public required double MedianPerUser { get; init; }

    /// <summary>Share of all interactions that the tenth of items with most of them holds, 0 to 1.</summary>
    public required double TopTenthShare { get; init; }

    /// <summary>The first dated interaction; null where none has a time.</summary>
    public required DateTime? First { get; init; }

    /// <summary>The last dated interaction; null where none has a time.</summary>
    public required DateTime? Last { get; init; }

    /// <summary>Share of what is missing, by name, 0 to 1: time and text of interactions; title, tags, description and price of items.</summary>
    public required IReadOnlyDictionary<string, double> Missing { get; init; }

    /// <summary>What the reader met.</summary>
    public required LoadReport Report { get; init; }

    /// <summary>Looks at a data set.</summary>
    /// <param name="dataset">The data set; not kept.</param>
    public static DatasetSummary Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (perUser, perItem) = (new int[dataset.Users.Count], new int[dataset.Items.Count]);
        var (pairs, untimed, untold) = (new HashSet<long>(), 0, 0);
        var (first, last) = ((DateTime?)null, (DateTime?)null);
        foreach (var x in dataset.Interactions)
        {
            perUser[x.User]++;
            perItem[x.Item]++;
            pairs.Add(((long)x.User << 32) | (uint)x.Item);
            if (x.Text.Length == 0) untold++;
            if (x.Time is null) untimed++;
            else (first, last) = (first ?? x.Time, x.Time);
        }
        var active = perUser.Where(count => count > 0).Order().ToArray();
        var total = (double)dataset.Interactions.Count;
        var top = perItem.OrderDescending().Take((int)Math.Ceiling(perItem.Length / 10.0)).Sum();
        return new DatasetSummary
        {
            Name = dataset.Name,
            Users = dataset.Users.Count,
            ActiveUsers = active.Length,
            Items = dataset.Items.Count,
            ActiveItems = perItem.Count(count => count > 0),
            Interactions = dataset.Interactions.CountBy(x => x.Kind).OrderBy(x => x.Key).ToDictionary(x => x.Key, x => x.Value),
            Impressions = dataset.Impressions.Count,
            Density = pairs.Count == 0 ? 0 : pairs.Count / ((double)dataset.Users.Count * dataset.Items.Count),
            MedianPerUser = active.Length == 0 ? 0 : (active[(active.Length - 1) / 2] + active[active.Length / 2]) / 2.0,
            TopTenthShare = total == 0 ? 0 : top / total,
            First = first,
            Last = last,
            Missing = new Dictionary<string, double>
            {
                ["time"] = Share(untimed, total),
                ["text"] = Share(untold, total),
                ["item title"] = Share(dataset.Items.Count(x => x.Title.Length == 0 || x.Title == x.Id), dataset.Items.Count),
                ["item tags"] = Share(dataset.Items.Count(x => x.Tags.Count == 0), dataset.Items.Count),
                ["item description"] = Share(dataset.Items.Count(x => x.Description.Length == 0), dataset.Items.Count),
                ["item price"] = Share(dataset.Items.Count(x => x.Price is null), dataset.Items.Count),
            },
            Report = dataset.Report,
        };
    }

    /// <summary>The summary as a table of what and how much.</summary>
    public Table ToTable()
    {
        var table = Table.WithColumns("what", "how much").WithCaption(Name)
            .Add("users", Text($"{Users:N0}{(ActiveUsers < Users ? Text($" ({ActiveUsers:N0} with an interaction)") : "")}"))
            .Add("items", Text($"{Items:N0}{(ActiveItems < Items ? Text($" ({ActiveItems:N0} with an interaction)") : "")}"));
        foreach (var (kind, count) in Interactions) table = table.Add($"interactions: {kind.ToString().ToLowerInvariant()}", Text($"{count:N0}"));
        if (Impressions > 0) table = table.Add("lists shown", Text($"{Impressions:N0}"));
        table = table.Add("density", Text($"{100 * Density:0.000} %"))
            .Add("interactions of the median user", Text($"{MedianPerUser:0.#}"))
            .Add("held by the most popular tenth of items", Text($"{100 * TopTenthShare:0.#} %"))
            .Add("dates", First is null ? "none" : Text($"{First:yyyy-MM-dd} to {Last:yyyy-MM-dd}"));
        foreach (var (name, share) in Missing) table = table.Add($"without {name}", Text($"{100 * share:0.#} %"));
        table = table.Add("rows read", Text($"{Report.RowsRead:N0}"));
        foreach (var (reason, count) in Report.Skipped) table = table.Add($"rows left out: {reason}", Text($"{count:N0}"));
        foreach (var (kind, count) in Report.Redacted) table = table.Add($"taken out of texts: {kind}", Text($"{count:N0}"));
        return table;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The table as plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private static double Share(int count, double total) => total == 0 ? 0 : count / total;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
