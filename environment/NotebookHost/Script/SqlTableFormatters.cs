using System.Globalization;
using NotebookHost.Formatting;

namespace NotebookHost.Script;

/// <summary>Shows the result of a query as a table: its first rows, and how many there are.</summary>
internal sealed class SqlTableFormatters
{
    private const int MaxRows = 50;

    private readonly object[] formatters = [new Formatter("text/html", Html), new Formatter("text/plain", Plain)];

    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private static void Html(SqlTable table, TextWriter writer) =>
        writer.Write(HtmlTable.Table(table.Columns, table.Take(MaxRows).Select(row => HtmlTable.Row(row.Select(cell => IsNumber(cell) ? cell : Text(cell)))), More(table)));

    private static void Plain(SqlTable table, TextWriter writer)
    {
        string[][] shown = [[.. table.Columns], .. table.Take(MaxRows).Select(row => (string[])[.. row.Select(Text)])];
        int[] widths = [.. table.Columns.Select((_, i) => shown.Max(row => row[i].Length))];
        bool[] right = [.. table.Columns.Select((_, i) => table.Any(row => row[i] is not null) && table.All(row => row[i] is null || IsNumber(row[i])))];
        writer.Write(string.Join('\n', shown.Select(row => string.Join("  ", row.Select((text, i) => right[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd())));
        if (More(table) is { } more) writer.Write("\n" + more);
    }

    private static string? More(SqlTable table) => table.Count <= MaxRows ? null : string.Create(CultureInfo.InvariantCulture, $"({table.Count - MaxRows:N0} more rows)");

    private static bool IsNumber(object? cell) => cell is long or double;

    private static string Text(object? cell) => cell switch
    {
        null => "NULL",
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"({bytes.Length:N0} bytes)"),
        _ => PlainText.Inner(cell),
    };

    /// <summary>The object the convention asks for.</summary>
    private sealed class Formatter(string mimeType, Action<SqlTable, TextWriter> write)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not SqlTable table) return false;
            write(table, writer);
            return true;
        }
    }
}
