using System.Globalization;
using System.Text;

namespace UserSegments.Text;

/// <summary>Splits text into lower-case words; Chinese, which has no spaces, into overlapping pairs of characters.</summary>
/// <remarks>
/// A word is a run of letters, marks and digits, with apostrophes inside ("don't"). A run of Han characters gives its bigrams, one alone itself
/// ("性价比高" gives 性价, 价比, 比高): the usual choice without a dictionary (Nie and Ren, 1999). Linear in the length of the text.
/// </remarks>
public static class WordSplitter
{
    /// <summary>Splits one text.</summary>
    /// <param name="text">Any string; broken surrogates separate words.</param>
    /// <returns>The words in order, lower-cased by the invariant culture.</returns>
    public static List<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var start = -1;                                    // of the run that is open
        var han = false;                                   // whether that run is Han
        for (var i = 0; i < text.Length;)
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            var isHan = valid && IsHan(rune.Value);
            var inside = valid && (isHan || IsWordRune(rune) || (start >= 0 && !han && IsInnerApostrophe(text, i)));
            if (start >= 0 && (!inside || isHan != han)) Close(i);
            if (inside && start < 0) (start, han) = (i, isHan);
            i += valid ? rune.Utf16SequenceLength : 1;
        }
        if (start >= 0) Close(text.Length);
        return words;

        void Close(int end)
        {
            if (han) AddPairs(text.AsSpan(start, end - start), words);
            else words.Add(text[start..end].Replace('’', '\'').ToLowerInvariant());
            start = -1;
        }
    }

    /// <summary>Whether a code point is a Chinese character (Unicode Han, unified and compatibility blocks).</summary>
    /// <param name="codePoint">A Unicode scalar value.</param>
    public static bool IsHan(int codePoint) =>
        codePoint is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x323AF;

    private static bool IsWordRune(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsInnerApostrophe(string text, int at) =>
        text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private static void AddPairs(ReadOnlySpan<char> run, List<string> words)
    {
        var (previous, first) = (-1, true);
        for (var i = 0; i < run.Length;)
        {
            var length = char.IsHighSurrogate(run[i]) ? 2 : 1;
            if (previous >= 0)
            {
                words.Add(run[previous..(i + length)].ToString());
                first = false;
            }
            previous = i;
            i += length;
        }
        if (first) words.Add(run.ToString());
    }
}
