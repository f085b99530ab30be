using System.Globalization;

namespace UserSegments.Tokenization;

/// <summary>Drops non-spacing marks; stands after a decomposition.</summary>
internal sealed class AccentNormalizer : INormalizer
{
    public void Apply(TextBuffer text)
    {
        for (var i = 0; i < text.Length;)
        {
            var units = text.UnitsAt(i);
            if (text.Chars[i] < 0x80 || CharUnicodeInfo.GetUnicodeCategory(text.CodePointAt(i)) != UnicodeCategory.NonSpacingMark)
                for (var u = 0; u < units; u++) text.Emit(text.Chars[i + u], i + u);
            i += units;
        }
        text.Commit();
    }
}
