using System.Globalization;
using System.Text;

namespace UserSegments.Tokenization;

/// <summary>Classes of code points as the tokenizers of Hugging Face know them.</summary>
internal static class UnicodeKinds
{
    /// <summary>The blocks that BERT takes for Chinese characters.</summary>
    public static bool IsIdeograph(int point) => point switch
    {
        < 0x3400 => false,
        <= 0x4DBF => true,
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0x20000 and <= 0x2A6DF => true,
        >= 0x2A700 and <= 0x2B73F => true,
        >= 0x2B740 and <= 0x2B81F => true,
        // The block begins at 2B820; the tokenizers library has 2B920, and ids must agree with it.
        >= 0x2B920 and <= 0x2CEAF => true,
        >= 0x2F800 and <= 0x2FA1F => true,
        _ => false,
    };

    /// <summary>ASCII punctuation and symbols, and all of Unicode's punctuation.</summary>
    public static bool IsBertPunctuation(int point)
    {
        if (point < 0x80) return point is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');
        return IsPunctuation(point);
    }

    /// <summary>Unicode's punctuation (categories P*).</summary>
    public static bool IsPunctuation(int point) => CharUnicodeInfo.GetUnicodeCategory(point) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Marks (categories M*).</summary>
    public static bool IsMark(int point) => CharUnicodeInfo.GetUnicodeCategory(point)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Numbers (categories N*).</summary>
    public static bool IsNumeric(int point) => point < 0x80
        ? point is >= '0' and <= '9'
        : CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>What <c>\w</c> matches: letters, marks, decimal digits, letter numbers, connectors.</summary>
    public static bool IsWord(int point) => point < 0x80
        ? char.IsAsciiLetterOrDigit((char)point) || point == '_'
        : point is 0x200C or 0x200D || IsMark(point) || CharUnicodeInfo.GetUnicodeCategory(point) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;

    /// <summary>Lower case of each code point by itself: no rule for a sigma at the end of a word.</summary>
    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant();
        // The one code point whose full lower case is longer.
        return lower.Contains('\u0130', StringComparison.Ordinal) || text.Contains('\u0130', StringComparison.Ordinal)
            ? string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString()))
            : lower;
    }
}
