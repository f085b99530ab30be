using System.Globalization;
using System.Text;

namespace UserSegments.Display;

/// <summary>Writes tables.</summary>
internal static class TableWriter
{
    public static string Html(Table table)
    {
        var layout = new Layout(table);
        var html = new StringBuilder("<table>");
        if (table.Caption.Length > 0) html.Append("<caption>").Append(Markup.Escape(table.Caption)).Append("</caption>");
        html.Append("<thead><tr>");
        for (var j = 0; j < table.Columns.Count; j++)
            html.Append("<th align=\"").Append(layout.Align[j]).Append("\">").Append(Markup.Escape(table.Columns[j].Header)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        for (var i = 0; i < layout.Rows; i++)
        {
            html.Append("<tr>");
            for (var j = 0; j < table.Columns.Count; j++)
            {
                var text = Markup.Escape(layout.Texts[j][i]).Replace("\n", "<br>", StringComparison.Ordinal);
                html.Append("<td align=\"").Append(layout.Align[j]).Append("\">").Append(layout.Best[j][i] ? $"<b>{text}</b>" : text).Append("</td>");
            }
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        if (layout.Notice is { } notice) html.Append("<p><i>").Append(notice).Append("</i></p>");
        return html.ToString();
    }

    public static string Markdown(Table table)
    {
        var layout = new Layout(table);
        var text = new StringBuilder();
        if (table.Caption.Length > 0) text.Append("**").Append(EscapeMarkdown(table.Caption)).Append("**\n\n");
        text.Append('|');
        foreach (var column in table.Columns) text.Append(' ').Append(EscapeMarkdown(column.Header)).Append(" |");
        text.Append("\n|");
        foreach (var align in layout.Align) text.Append(align switch { "right" => " ---: |", "center" => " :---: |", _ => " --- |" });
        for (var i = 0; i < layout.Rows; i++)
        {
            text.Append("\n|");
            for (var j = 0; j < table.Columns.Count; j++)
            {
                var cell = EscapeMarkdown(layout.Texts[j][i]);
                text.Append(' ').Append(layout.Best[j][i] ? $"**{cell}**" : cell).Append(" |");
            }
        }
        if (layout.Notice is { } notice) text.Append("\n\n*").Append(notice).Append('*');
        return text.Append('\n').ToString();
    }

    public static string Plain(Table table)
    {
        var layout = new Layout(table);
        var columns = table.Columns.Count;
        var cells = new string[columns][];
        for (var j = 0; j < columns; j++)
        {
            var marked = layout.Best[j].Any(best => best);
            cells[j] = [OneLine(table.Columns[j].Header) + (marked ? " " : ""), .. layout.Texts[j].Select((cell, i) => OneLine(cell) + (layout.Best[j][i] ? "*" : marked ? " " : ""))];
        }
        var widths = cells.Select(column => column.Max(TextWidth.Cells)).ToArray();
        var text = new StringBuilder();
        if (table.Caption.Length > 0) text.Append(OneLine(table.Caption)).Append('\n');
        for (var i = 0; i <= layout.Rows; i++)
        {
            var line = new StringBuilder();
            for (var j = 0; j < columns; j++)
            {
                var gap = new string(' ', widths[j] - TextWidth.Cells(cells[j][i]));
                var half = gap.Length / 2;
                line.Append(j == 0 ? "" : "  ").Append(layout.Align[j] switch
                {
                    "right" => gap + cells[j][i],
                    "center" => gap[..half] + cells[j][i] + gap[half..],
                    _ => cells[j][i] + gap,
                });
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
            if (i == 0) text.Append(string.Join("  ", widths.Select(width => new string('-', width)))).Append('\n');
        }
        if (layout.Notice is { } notice) text.Append(notice).Append('\n');
        return text.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string EscapeMarkdown(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in OneLine(text))
        {
            if (c is '|' or '*' or '_' or '`' or '\\' or '[' or ']' or '#' or '~' or '$') escaped.Append('\\');
            escaped.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => c.ToString() });
        }
        return escaped.ToString();
    }

    /// <summary>What the three writers share: texts, places and marks of the rows that are shown.</summary>
    private sealed class Layout
    {
        public Layout(Table table)
        {
            Rows = Math.Min(table.Rows.Count, table.MaximumRows);
            var columns = table.Columns.Count;
            (Texts, Best, Align) = (new string[columns][], new bool[columns][], new string[columns]);
            for (var j = 0; j < columns; j++)
            {
                var cells = table.Rows.Select(row => row[j]).ToArray();      // all rows: the best may lie beyond those shown
                var texts = Cell.Texts(table.Columns[j], cells);
                Texts[j] = texts[..Rows];
                Best[j] = Mark(table.Columns[j].Best, cells, texts)[..Rows];
                Align[j] = table.Columns[j].Alignment switch
                {
                    Alignment.Left => "left",
                    Alignment.Right => "right",
                    Alignment.Centre => "center",
                    _ => cells.Any(cell => Cell.Number(cell) is not null) && cells.All(cell => cell is null || Cell.Number(cell) is not null) ? "right" : "left",
                };
            }
            var more = table.Rows.Count - Rows;
            Notice = more == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"… {more:N0} more of {table.Rows.Count:N0} rows.");
        }

        public int Rows { get; }

        public string[][] Texts { get; }

        public bool[][] Best { get; }

        public string[] Align { get; }

        public string? Notice { get; }

        private static bool[] Mark(Best best, object?[] cells, string[] texts)
        {
            var marks = new bool[cells.Length];
            var numbers = cells.Select(Cell.Number).Where(x => x is { } number && !double.IsNaN(number)).ToArray();
            if (best == Display.Best.None || numbers.Length == 0) return marks;
            var target = best == Display.Best.Highest ? numbers.Max() : numbers.Min();
            var shown = texts[Array.FindIndex(cells, cell => Cell.Number(cell) == target)];
            for (var i = 0; i < marks.Length; i++)
                marks[i] = Cell.Number(cells[i]) == target || (Cell.Number(cells[i]) is not null && cells[i] is not Estimate && texts[i] == shown);
            return marks;
        }
    }
}
