namespace UserSegments.Display;

/// <summary>A table that shows itself as HTML, Markdown and aligned text.</summary>
/// <remarks>
/// Immutable; every method returns a new table. Cells may be numbers, <see cref="Estimate"/>, dates, booleans, text or null (shown "–").
/// Numbers of a column share their decimals, so that points stand below each other. Long tables show their first
/// <see cref="MaximumRows"/> rows and say how many more there are.
/// </remarks>
/// <example><code>Table.Of(results, ("recommender", r => r.Name), ("NDCG@10", r => r.Ndcg)).Highest("NDCG@10").WithCaption("3,000 users")</code></example>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class Table : IDisplayable
{
    /// <summary>Puts a table together.</summary>
    /// <param name="columns">The columns; headers may not repeat.</param>
    /// <param name="rows">The rows, each with one cell a column; copied.</param>
    /// <param name="caption">What the table shows; empty for none.</param>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns, or a header repeats.</exception>
    public Table(IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyList<object?>> rows, string caption = "")
        : this([.. Columned(columns)], [.. rows.Select(row => (object?[])[.. row])], caption, 50)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            if (Rows[i].Count != Columns.Count)
                throw new ArgumentException($"Row {i} has {Rows[i].Count} cells, expected {Columns.Count} as there are columns.", nameof(rows));
        }
    }

    private Table(TableColumn[] columns, IReadOnlyList<IReadOnlyList<object?>> rows, string caption, int maximumRows) =>
        (Columns, Rows, Caption, MaximumRows) = (columns, rows, caption, maximumRows);

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The rows, each with one cell a column.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows { get; }

    /// <summary>What the table shows; empty for none.</summary>
    public string Caption { get; }

    /// <summary>Rows that are shown at most; 50 unless stated.</summary>
    public int MaximumRows { get; }

    /// <summary>A table of anything: one row an element, one column a header and a function.</summary>
    /// <param name="rows">The elements.</param>
    /// <param name="columns">Header and value of each column.</param>
    public static Table Of<T>(IEnumerable<T> rows, params (string Header, Func<T, object?> Value)[] columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        return new Table(
            [.. columns.Select(column => new TableColumn(column.Header))],
            rows.Select(row => (object?[])[.. columns.Select(column => column.Value(row))]));
    }

    /// <summary>An empty table with these headers, to be filled by <see cref="Add"/>.</summary>
    /// <param name="headers">The headers.</param>
    public static Table WithColumns(params string[] headers) => new([.. headers.Select(header => new TableColumn(header))], []);

    /// <summary>The table with one more row.</summary>
    /// <param name="cells">One cell a column.</param>
    public Table Add(params object?[] cells) => new Table(Columns, Rows.Append(cells), Caption).WithMaximumRows(MaximumRows);

    /// <summary>The table with a caption.</summary>
    /// <param name="caption">What it shows, over how many, with which seed.</param>
    public Table WithCaption(string caption) => new([.. Columns], Rows, caption, MaximumRows);

    /// <summary>The table with another limit of shown rows.</summary>
    /// <param name="rows">At least 1.</param>
    public Table WithMaximumRows(int rows) => new([.. Columns], Rows, Caption, Numerics.Check.AtLeast(rows, 1));

    /// <summary>The table with the highest value of a column marked.</summary>
    /// <param name="headers">Headers of the columns.</param>
    public Table Highest(params string[] headers) => Change(headers, column => column with { Best = Best.Highest });

    /// <summary>The table with the lowest value of a column marked.</summary>
    /// <param name="headers">Headers of the columns.</param>
    public Table Lowest(params string[] headers) => Change(headers, column => column with { Best = Best.Lowest });

    /// <summary>The table with a format string for a column.</summary>
    /// <param name="header">Header of the column.</param>
    /// <param name="format">A .NET format string, such as "0.0 %".</param>
    public Table Format(string header, string format) => Change([header], column => column with { Format = format });

    /// <summary>The table with another number of significant digits for a column.</summary>
    /// <param name="header">Header of the column.</param>
    /// <param name="digits">1 to 15.</param>
    public Table Digits(string header, int digits) => Change([header], column => column with { Digits = digits });

    /// <summary>The table with another place for the text of a column.</summary>
    /// <param name="header">Header of the column.</param>
    /// <param name="alignment">Where the text stands.</param>
    public Table Align(string header, Alignment alignment) => Change([header], column => column with { Alignment = alignment });

    /// <summary>The table ordered by a column, the largest first; rows that are equal keep their order, missing numbers come last.</summary>
    /// <param name="header">Header of the column.</param>
    public Table SortDescending(string header)
    {
        var at = IndexOf(header);
        return new([.. Columns], [.. Rows.OrderByDescending(row => Cell.Number(row[at]) is { } x && !double.IsNaN(x) ? x : double.NegativeInfinity)], Caption, MaximumRows);
    }

    /// <summary>The table as an HTML fragment: attributes only, so that viewers that strip styles show it too.</summary>
    public string ToHtml() => TableWriter.Html(this);

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown() => TableWriter.Markdown(this);

    /// <summary>The table as aligned text; the best value bears a star.</summary>
    public override string ToString() => TableWriter.Plain(this);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = ToHtml(),
        [MimeTypes.Markdown] = ToMarkdown(),
        [MimeTypes.Text] = ToString(),
    };

    private Table Change(string[] headers, Func<TableColumn, TableColumn> change)
    {
        var columns = Columns.ToArray();
        foreach (var header in headers) columns[IndexOf(header)] = change(columns[IndexOf(header)]);
        return new(columns, Rows, Caption, MaximumRows);
    }

    private int IndexOf(string header)
    {
        for (var j = 0; j < Columns.Count; j++)
        {
            if (Columns[j].Header == header) return j;
        }
        throw new ArgumentException($"There is no column \"{header}\"; the columns are {string.Join(", ", Columns.Select(c => $"\"{c.Header}\""))}.", nameof(header));
    }

    private static IReadOnlyList<TableColumn> Columned(IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.GroupBy(column => column.Header).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"The header \"{repeated.Key}\" stands {repeated.Count()} times, expected once.", nameof(columns));
        return columns;
    }
}
