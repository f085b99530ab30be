using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace UserSegments.Text;

/// <summary>Turns what people typed into plain text: no markup, no addresses, no marks of redaction, one form for each character, single blanks.</summary>
/// <remarks>
/// Deterministic and idempotent: cleaning twice changes nothing. Linear in the length of the text. Broken surrogates and control characters
/// become blanks. Immutable and safe to share between threads.
/// </remarks>
/// <param name="options">What is done; null for everything.</param>
public sealed partial class TextCleaner(TextCleanerOptions? options = null)
{
    private readonly TextCleanerOptions options = options ?? new TextCleanerOptions();

    /// <summary>Cleans one text.</summary>
    /// <param name="text">Any string, broken ones too.</param>
    /// <returns>The clean text, without blanks at its ends; empty if nothing is left.</returns>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // What decoding or normalizing brings to light (an escaped tag, a full-width address) is cleaned as well: at most a few rounds.
        for (var round = 0; round < 8; round++)
        {
            var cleaned = Once(text);
            if (cleaned == text) break;
            text = cleaned;
        }
        return text;
    }

    private string Once(string text)
    {
        if (options.StripHtml && text.AsSpan().ContainsAny('<', '&'))
        {
            text = Hidden().Replace(text, " ");
            text = Tag().Replace(text, " ");
            text = WebUtility.HtmlDecode(text);
        }
        if (options.StripUrls && (text.Contains("://", StringComparison.Ordinal) || text.Contains("www.", StringComparison.OrdinalIgnoreCase)))
            text = Url().Replace(text, " ");
        // What a redactor left in place of personal data says nothing about taste.
        if (text.Contains('[', StringComparison.Ordinal)) text = Redacted().Replace(text, " ");
        text = Characters(text);
        if (options.Normalize && !text.IsNormalized(NormalizationForm.FormKC)) text = Characters(text.Normalize(NormalizationForm.FormKC));
        return text;
    }

    private string Characters(string text)
    {
        var clean = new StringBuilder(text.Length);
        var blank = true;                                  // no blank at the start, none after another
        var afterEmoji = false;
        for (var i = 0; i < text.Length;)
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            i += valid ? rune.Utf16SequenceLength : 1;
            if (options.Emoji != EmojiHandling.Keep && valid)
            {
                if (afterEmoji && EmojiNames.IsModifier(rune.Value)) continue;
                afterEmoji = EmojiNames.IsEmoji(rune.Value);
                if (afterEmoji)
                {
                    Blank();
                    if (options.Emoji == EmojiHandling.Name) Word(EmojiNames.Of(rune.Value));
                    continue;
                }
            }
            if (!valid || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) Blank();
            else Word(rune.ToString());
        }
        if (clean.Length > 0 && clean[^1] == ' ') clean.Length--;
        return clean.ToString();

        void Blank()
        {
            if (!blank) clean.Append(' ');
            blank = true;
        }

        void Word(string word)
        {
            clean.Append(word);
            blank = false;
            if (!afterEmoji) return;
            Blank();
        }
    }

    [GeneratedRegex(@"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>|<![a-zA-Z][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(?:[a-zA-Z][a-zA-Z0-9+.-]{1,20}://|www\.)[^\s<>""'，。！？）】]+", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"\[(?:email|phone|card|identity|address|name|online)\]")]
    private static partial Regex Redacted();
}
