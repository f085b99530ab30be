namespace UserSegments.Tokenization;

/// <summary>Lower case, code point by code point.</summary>
internal sealed class CaseNormalizer : INormalizer
{
    public void Apply(TextBuffer text)
    {
        for (var i = 0; i < text.Length;)
        {
            var units = text.UnitsAt(i);
            if (text.Chars[i] < 0x80) text.Emit(char.ToLowerInvariant(text.Chars[i]), i);
            else text.Emit(UnicodeKinds.ToLower(text.Text.Slice(i, units).ToString()), i, i + units - 1);
            i += units;
        }
        text.Commit();
    }
}
