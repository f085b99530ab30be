namespace UserSegments.Tokenization;

/// <summary>The cleaning of SentencePiece's NMT rules: control characters out, odd spaces to plain ones.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    public void Apply(TextBuffer text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text.Chars[i];
            if (c is (>= '\x01' and <= '\x08') or '\x0B' or (>= '\x0E' and <= '\x1F') or '\x7F' or '\x8F' or '\x9F') continue;
            var space = c is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
            text.Emit(space ? ' ' : c, i);
        }
        text.Commit();
    }
}
