namespace UserSegments.Tokenization;

/// <summary>Drops white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public void Apply(TextBuffer text)
    {
        var (start, end) = (0, text.Length);
        while (left && start < end && char.IsWhiteSpace(text.Chars[start])) start++;
        while (right && end > start && char.IsWhiteSpace(text.Chars[end - 1])) end--;
        if (end - start == text.Length) return;
        for (var i = start; i < end; i++) text.Emit(text.Chars[i], i);
        text.Commit();
    }
}
