namespace NotebookHost.Engine;

/// <summary>Splits a cell at its magic lines, as .NET Interactive does.</summary>
internal static class CellParser
{
    /// <summary>The parts of a cell in order.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="language">The language of lines before any magic.</param>
    /// <param name="isLanguage">Whether a magic's name (without <c>#!</c>) switches the language.</param>
    public static List<CellPart> Parse(string code, string language, Func<string, bool> isLanguage)
    {
        var parts = new List<CellPart>();
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var start = 0;
        var arguments = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsMagic(lines[i])) continue;
            Add(i);
            start = i + 1;
            var (name, rest) = Split(lines[i]);
            if (isLanguage(name))
            {
                (language, arguments) = (name, rest);
                // A language magic with arguments acts at once where no line of its own follows: #!value --from-file x.
                if (rest.Length > 0 && !HasLines(start)) Act(start);
            }
            else parts.Add(new CellPart(null, lines[i].Trim(), i, "", language));
        }
        Add(lines.Length);
        return parts;

        void Add(int end)
        {
            // Magic lines between the language and its text, such as #!share, come first.
            if (lines.AsSpan(start, end - start).ToArray().Any(line => !string.IsNullOrWhiteSpace(line))) Act(end);
        }

        void Act(int end)
        {
            parts.Add(new CellPart(language, string.Join('\n', lines[start..end]), start, arguments));
            arguments = "";
        }

        bool HasLines(int from)
        {
            for (var i = from; i < lines.Length && !(IsMagic(lines[i]) && isLanguage(Split(lines[i]).Name)); i++)
            {
                if (!IsMagic(lines[i]) && !string.IsNullOrWhiteSpace(lines[i])) return true;
            }
            return false;
        }
    }

    /// <summary>Whether a line is a magic: <c>#!</c> and a letter.</summary>
    public static bool IsMagic(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.Length > 2 && text[0] == '#' && text[1] == '!' && char.IsLetter(text[2]);
    }

    /// <summary>The name of a magic, without <c>#!</c>, and what follows it.</summary>
    public static (string Name, string Tail) Split(string line)
    {
        var text = line.Trim()[2..];
        var space = text.IndexOfAny([' ', '\t']);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim());
    }
}
