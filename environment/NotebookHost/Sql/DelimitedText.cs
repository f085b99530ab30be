using System.Text;

namespace NotebookHost.Sql;

/// <summary>Reads delimited text: cells in quotes may hold the delimiter, line feeds, and quotes written twice.</summary>
internal static class DelimitedText
{
    /// <summary>The records of a file with the lines they begin on, from one; blank lines are passed over.</summary>
    public static IEnumerable<(string[] Cells, int Line)> Read(string path)
    {
        var text = File.ReadAllText(path);
        var header = text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal) is var end && end < 0 ? text.Length : end)).ToString();
        var delimiter = new[] { ',', ';', '\t' }.MaxBy(c => header.Count(other => other == c));
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, line, start) = (false, 1, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (c == '\n') line++;
            if (quoted && i < text.Length)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0) quoted = true;
            else if (c == delimiter) End();
            else if (c == '\n')
            {
                if (cell.Length > 0 && cell[^1] == '\r') cell.Length--;
                if (cells.Count > 0 || cell.Length > 0)
                {
                    End();
                    yield return ([.. cells], start);
                }
                cells.Clear();
                start = line;
            }
            else cell.Append(c);
        }

        void End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
