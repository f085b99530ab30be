using System.Globalization;
using System.Text;

namespace UserSegments.Display;

/// <summary>Widths of text without a font at hand, measured on the safe side.</summary>
/// <remarks>
/// The table holds the advance widths of DejaVu Sans, the widest of the usual sans-serif faces (Arial and Helvetica are about
/// 12 % narrower); Chinese, Japanese and Korean signs count one em, what is not in the table 0.75 em.
/// </remarks>
internal static class TextWidth
{
    // Hundredths of an em for U+0020 .. U+007E, rounded up.
    private static ReadOnlySpan<byte> Regular =>
    [
        32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 61, 74, 69, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
    ];

    private static ReadOnlySpan<byte> Bold =>
    [
        35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 58,
        100, 78, 77, 74, 83, 69, 69, 82, 84, 38, 38, 78, 64, 100, 84, 85, 74, 85, 77, 72, 69, 82, 78, 111, 78, 73, 73, 46, 37, 46, 84, 50,
        50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
    ];

    /// <summary>Width in pixels.</summary>
    public static double Pixels(string text, double size, bool bold = false)
    {
        var table = bold ? Bold : Regular;
        var hundredths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            if (value is >= 0x20 and <= 0x7E) hundredths += table[value - 0x20];
            else if (IsMark(rune)) continue;
            else hundredths += IsWide(value) ? 100 : value switch { 0x2013 => 50, 0x00B7 => 38, >= 0x2190 => 105, 0x2026 => 100, _ => bold ? 85 : 75 };
        }
        return hundredths * size / 100;
    }

    /// <summary>Width in cells of a terminal: two for wide signs, none for combining marks.</summary>
    public static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes()) cells += IsMark(rune) ? 0 : IsWide(rune.Value) ? 2 : 1;
        return cells;
    }

    /// <summary>The text, cut with "…" so that it is no wider than stated.</summary>
    public static string Fit(string text, double width, double size, bool bold = false)
    {
        if (Pixels(text, size, bold) <= width) return text;
        var elements = StringInfo.GetTextElementEnumerator(text);
        var kept = new StringBuilder();
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (Pixels(kept + element + "…", size, bold) > width) break;
            kept.Append(element);
        }
        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>The text in lines no wider than stated, broken at spaces and between wide signs; the last line is cut with "…".</summary>
    public static List<string> Wrap(string text, double width, double size, int maximumLines, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var words = Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            if (line.Length == 0 || Pixels((line + words[i]).TrimEnd(), size, bold) <= width)
            {
                line.Append(words[i]);
                continue;
            }
            if (lines.Count == maximumLines - 1)
            {
                line.AppendJoin("", words.Skip(i));
                break;
            }
            lines.Add(Fit(line.ToString().TrimEnd(), width, size, bold));
            line.Clear().Append(words[i]);
        }
        if (line.Length > 0) lines.Add(Fit(line.ToString().TrimEnd(), width, size, bold));
        return lines;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = 0;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            if (Rune.IsWhiteSpace(rune) || IsWide(rune.Value) || rune.Value == '/')
            {
                words.Add(text[start..next]);
                start = next;
            }
            at = next;
        }
        if (start < text.Length) words.Add(text[start..]);
        return words;
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private static bool IsWide(int value) => value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
        or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
        or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD;
}
