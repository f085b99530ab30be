using System.Globalization;
using System.Text;

namespace UserSegments.Tokenization;

/// <summary>BERT's normalizer: control characters out, white space to spaces, ideographs set apart, accents stripped, lower case.</summary>
/// <param name="cleanText">Drop control characters and make white space plain spaces.</param>
/// <param name="handleChinese">Put spaces around CJK ideographs.</param>
/// <param name="stripAccents">Decompose and drop non-spacing marks.</param>
/// <param name="lowercase">Lower case, code point by code point.</param>
internal sealed class BertNormalizer(bool cleanText, bool handleChinese, bool stripAccents, bool lowercase) : INormalizer
{
    // What a unit of the basic plane becomes once accents and case are gone; filled as texts need it. Races write equal strings.
    private readonly string?[] folded = new string?[0x10000];

    public void Apply(TextBuffer text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text.Chars[i];
            if (c is >= ' ' and < '\x7F')
            {
                text.Emit(lowercase && c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c, i);
                continue;
            }
            var units = text.UnitsAt(i);
            var point = units == 2 ? char.ConvertToUtf32(c, text.Chars[i + 1]) : c;
            if (cleanText && (point is 0 or 0xFFFD || IsControl(point)))
            {
                i += units - 1;
                continue;
            }
            if (cleanText && units == 1 && char.IsWhiteSpace(c)) text.Emit(' ', i);
            else if (handleChinese && UnicodeKinds.IsIdeograph(point)) Apart(text, i, units, point);
            else if (stripAccents || lowercase) text.Emit(Fold(point), i, i + units - 1);
            else EmitPoint(text, i, units);
            i += units - 1;
        }
        text.Commit();
    }

    private static bool IsControl(int point) => point is not ('\t' or '\n' or '\r') && CharUnicodeInfo.GetUnicodeCategory(point)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private void Apart(TextBuffer text, int at, int units, int point)
    {
        text.Insert(' ', at);
        // Compatibility ideographs decompose too.
        if (stripAccents) text.Emit(Fold(point), at, at + units - 1);
        else EmitPoint(text, at, units);
        text.Insert(' ', at + units);
    }

    private static void EmitPoint(TextBuffer text, int at, int units)
    {
        for (var u = 0; u < units; u++) text.Emit(text.Chars[at + u], at + u);
    }

    private string Fold(int point)
    {
        if (point >= 0x10000) return FoldAnew(point);
        return folded[point] ??= FoldAnew(point);
    }

    private string FoldAnew(int point)
    {
        var source = char.ConvertFromUtf32(point);
        if (stripAccents)
        {
            var kept = new StringBuilder();
            foreach (var rune in UnicodeForms.Normalize(source, NormalizationForm.FormD).EnumerateRunes())
            {
                if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) kept.Append(rune);
            }
            source = kept.ToString();
        }
        return lowercase ? UnicodeKinds.ToLower(source) : source;
    }
}
