namespace UserSegments.Tokenization;

/// <summary>Takes white space at the ends out of the ranges of tokens; byte-level tokens carry the space before a word.</summary>
internal static class OffsetTrimming
{
    public static void Apply(string text, TokenSink tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var (start, end) = (tokens.Starts[i], tokens.Ends[i]);
            while (start < end && char.IsWhiteSpace(text[start])) start++;
            while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
            tokens.SetRange(i, start, end);
        }
    }
}
