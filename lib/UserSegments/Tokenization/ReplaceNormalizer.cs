namespace UserSegments.Tokenization;

/// <summary>Replaces every match of a pattern by a fixed text.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string replacement) : INormalizer
{
    public void Apply(TextBuffer text)
    {
        var matches = new List<Piece>();
        pattern.Find(text.Text, 0, matches);
        if (matches.Count == 0) return;
        var at = 0;
        foreach (var match in matches)
        {
            for (; at < match.Start; at++) text.Emit(text.Chars[at], at);
            if (match.End > match.Start) text.Emit(replacement, match.Start, match.End - 1);
            else foreach (var c in replacement) text.Insert(c, match.Start);
            at = match.End;
        }
        for (; at < text.Length; at++) text.Emit(text.Chars[at], at);
        text.Commit();
    }
}
