using System.Text;

namespace UserSegments.Tokenization;

/// <summary>Unicode normalization (NFC, NFD, NFKC, NFKD) that keeps track of where each unit came from.</summary>
/// <remarks>Text that is normalized already passes at once; else clusters of a base and its marks are normalized one by one, and the whole run where they interact.</remarks>
internal sealed class NormalizationForms(NormalizationForm form) : INormalizer
{
    public void Apply(TextBuffer text)
    {
        if (!text.Text.ContainsAnyExceptInRange('\0', '\x7F')) return;
        var source = text.Text.ToString();
        var whole = UnicodeForms.Normalize(source, form);
        if (string.Equals(source, whole, StringComparison.Ordinal)) return;
        var pieces = new StringBuilder(whole.Length);
        for (var start = 0; start < source.Length;)
        {
            var end = ClusterEnd(source, start);
            pieces.Append(UnicodeForms.Normalize(source[start..end], form));
            start = end;
        }
        if (!string.Equals(pieces.ToString(), whole, StringComparison.Ordinal))
        {
            text.Emit(whole, 0, source.Length - 1);
            text.Commit();
            return;
        }
        for (var start = 0; start < source.Length;)
        {
            var end = ClusterEnd(source, start);
            var cluster = source[start..end];
            var normalized = UnicodeForms.Normalize(cluster, form);
            if (string.Equals(cluster, normalized, StringComparison.Ordinal))
                for (var i = start; i < end; i++) text.Emit(source[i], i);
            else
                text.Emit(normalized, start, end - 1);
            start = end;
        }
        text.Commit();
    }

    /// <summary>One past the marks (and the Hangul vowels and finals, and half-width voice marks) that follow a base.</summary>
    private static int ClusterEnd(string text, int start)
    {
        var end = start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1);
        while (end < text.Length)
        {
            var point = char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? char.ConvertToUtf32(text[end], text[end + 1]) : text[end];
            if (!UnicodeKinds.IsMark(point) && point is not ((>= 0x1160 and <= 0x11FF) or 0xFF9E or 0xFF9F)) break;
            end += point >= 0x10000 ? 2 : 1;
        }
        return end;
    }
}
