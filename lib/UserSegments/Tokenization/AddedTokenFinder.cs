using System.Buffers;
using System.Text;

namespace UserSegments.Tokenization;

/// <summary>Finds added tokens: leftmost first, the longest of those that begin at one place.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, AddedToken[]> byFirst;
    private readonly SearchValues<char> firsts;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        byFirst = tokens.Where(token => token.Content.Length > 0).GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());
        firsts = SearchValues.Create(byFirst.Keys.ToArray());
    }

    public bool IsEmpty => byFirst.Count == 0;

    /// <summary>The next token at or after a place, with the range that it takes (white space included where it strips).</summary>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (var at = from; at < text.Length; at++)
        {
            var step = text[at..].IndexOfAny(firsts);
            if (step < 0) break;
            at += step;
            foreach (var token in byFirst[text[at]])
            {
                if (!text[at..].StartsWith(token.Content, StringComparison.Ordinal)) continue;
                (start, end) = (at, at + token.Content.Length);
                if (token.SingleWord && (WordBefore(text, start) || WordAfter(text, end))) continue;
                if (token.LeftStrip) while (start > from && char.IsWhiteSpace(text[start - 1])) start--;
                if (token.RightStrip) while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
                return token;
            }
        }
        start = end = text.Length;
        return null;
    }

    private static bool WordBefore(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeLastFromUtf16(text[..at], out var rune, out _) == OperationStatus.Done && UnicodeKinds.IsWord(rune.Value);

    private static bool WordAfter(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeFromUtf16(text[at..], out var rune, out _) == OperationStatus.Done && UnicodeKinds.IsWord(rune.Value);
}
