namespace UserSegments.Tokenization;

/// <summary>Puts a text before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public void Apply(TextBuffer text)
    {
        if (text.Length == 0) return;
        foreach (var c in prefix) text.Insert(c, 0);
        for (var i = 0; i < text.Length; i++) text.Emit(text.Chars[i], i);
        text.Commit();
    }
}
