namespace NotebookHost.Sql;

/// <summary>One statement of a cell.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Line">The line it begins on, from zero.</param>
internal readonly record struct SqlStatement(string Text, int Line)
{
    /// <summary>The statements of a text, at the semicolons that stand outside of quotes, comments and triggers.</summary>
    public static IEnumerable<SqlStatement> Split(string text)
    {
        var (start, at, block) = (0, 0, false);
        while (at < text.Length)
        {
            var end = SkipQuoted(text, at);
            if (end > at)
            {
                at = end;
                continue;
            }
            if (char.IsLetter(text[at]))
            {
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
                // The statements within a trigger end with it.
                var word = text[at..end];
                if (word.Equals("TRIGGER", StringComparison.OrdinalIgnoreCase) && Trimmed(text, start, at).Text.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase)) block = true;
                else if (block && word.Equals("END", StringComparison.OrdinalIgnoreCase) && text[end..].TrimStart() is "" or [';', ..]) block = false;
                at = end;
                continue;
            }
            if (text[at++] != ';' || block) continue;
            if (Trimmed(text, start, at) is { Text: not (";" or "") } statement) yield return statement;
            start = at;
        }
        if (Trimmed(text, start, text.Length) is { Text.Length: > 0 } rest) yield return rest;
    }

    /// <summary>The line of a word, its text, and the word's column; the first line where the word is not found.</summary>
    public (int Line, string Text, int Column) Place(string? token)
    {
        var at = token is null ? -1 : Find(token);
        var before = Text[..Math.Max(at, 0)];
        var line = before.Count(c => c == '\n');
        return (Line + line, Text.Split('\n')[line], at < 0 ? -1 : at - (before.LastIndexOf('\n') + 1));
    }

    private int Find(string token)
    {
        for (var at = 0; (at = Text.IndexOf(token, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var whole = !char.IsLetterOrDigit(token[0]) || (at == 0 || !IsWord(Text[at - 1])) && (at + token.Length == Text.Length || !IsWord(Text[at + token.Length]));
            if (whole) return at;
        }
        return -1;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>A part without the blanks and comments in front of it.</summary>
    private static SqlStatement Trimmed(string text, int start, int end)
    {
        while (start < end)
        {
            if (char.IsWhiteSpace(text[start])) start++;
            else if (text[start] is '-' or '/' && SkipQuoted(text, start) is var next && next > start) start = next;
            else break;
        }
        return new(text[Math.Min(start, end)..end].TrimEnd(), text.AsSpan(0, Math.Min(start, end)).Count('\n'));
    }

    /// <summary>The position behind a quoted word or a comment that begins here; the same position where none does.</summary>
    private static int SkipQuoted(string text, int at)
    {
        var close = text[at] switch
        {
            '\'' or '"' or '`' => text[at].ToString(),
            '[' => "]",
            '-' when text.AsSpan(at).StartsWith("--") => "\n",
            '/' when text.AsSpan(at).StartsWith("/*") => "*/",
            _ => "",
        };
        if (close.Length == 0) return at;
        var end = text.IndexOf(close, at + (close == "*/" ? 2 : 1), StringComparison.Ordinal);
        return end < 0 ? text.Length : end + close.Length;
    }
}
