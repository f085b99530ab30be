using System.Collections;
using System.Net;
using System.Text;

namespace NotebookHost.Formatting;

/// <summary>Sequences and objects as HTML tables: plain markup that every viewer shows.</summary>
internal static class HtmlTable
{
    private const int MaxColumns = 16;

    /// <summary>The table of a value; null where plain text says it all.</summary>
    public static string? Of(object? value)
    {
        if (value is null || Members.IsScalar(value)) return null;
        if (value is IDictionary map) return OfDictionary(map);
        if (Members.IsSequence(value)) return OfSequence((IEnumerable)value);
        return Members.HasOwnText(value.GetType()) || value is System.Runtime.CompilerServices.ITuple || Members.Of(value.GetType()).Count == 0 ? null : OfObject(value);
    }

    private static string OfObject(object value)
    {
        var rows = Members.Of(value.GetType()).Take(4 * MaxColumns).Select(member => Row([member.Name, member.Read(value)]));
        return Table(["member", "value"], rows, null);
    }

    private static string OfDictionary(IDictionary map)
    {
        var entries = new List<string>();
        foreach (DictionaryEntry entry in map)
        {
            if (entries.Count == PlainText.MaxItems) break;
            entries.Add(Row([entry.Key, entry.Value]));
        }
        return Table(["key", "value"], entries, map.Count > entries.Count ? $"({map.Count - entries.Count} more)" : null);
    }

    private static string? OfSequence(IEnumerable sequence)
    {
        var (items, rest) = PlainText.Take(sequence);
        if (items.Count == 0 || items.All(Members.IsScalar)) return null;
        var first = items.First(item => item is not null)!.GetType();
        if (items.All(item => item is not null && ConventionFormatters.Of(item.GetType()) is not null)) return Joined(items, rest);
        var uniform = items.All(item => item is not null && item.GetType() == first) && !Members.IsSequence(items[0]!) && !Members.HasOwnText(first);
        if (!uniform) return Table(["index", "value"], items.Select((item, index) => Row([index, item])), rest);
        var columns = Members.Of(first).Take(MaxColumns).ToList();
        return Table(["index", .. columns.Select(column => column.Name)],
            items.Select((item, index) => Row([index, .. columns.Select(column => column.Read(item!))])), rest);
    }

    private static string? Joined(List<object?> items, string? rest)
    {
        var html = new StringBuilder();
        foreach (var item in items)
        {
            if (!ConventionFormatters.Of(item!.GetType())!.Format(item, ["text/html"]).TryGet("text/html", out var one)) return null;
            html.Append("<div>").Append(one).Append("</div>");
        }
        return html.Append(rest is null ? "" : $"<div>{rest}</div>").ToString();
    }

    /// <summary>A table from its parts.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">What <see cref="Row"/> makes.</param>
    /// <param name="rest">What is said below the table.</param>
    public static string Table(IEnumerable<string> header, IEnumerable<string> rows, string? rest)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var name in header) html.Append("<th>").Append(WebUtility.HtmlEncode(name)).Append("</th>");
        html.Append("</tr></thead><tbody>").AppendJoin("", rows).Append("</tbody></table>");
        return rest is null ? html.ToString() : html.Append("<div>").Append(rest).Append("</div>").ToString();
    }

    /// <summary>One row: numbers to the right.</summary>
    public static string Row(IEnumerable<object?> cells)
    {
        var html = new StringBuilder("<tr>");
        foreach (var cell in cells)
        {
            var right = cell is decimal || cell?.GetType() is { IsPrimitive: true } type && type != typeof(bool) && type != typeof(char);
            html.Append(right ? "<td align=\"right\">" : "<td>").Append(WebUtility.HtmlEncode(PlainText.Inner(cell))).Append("</td>");
        }
        return html.Append("</tr>").ToString();
    }
}
