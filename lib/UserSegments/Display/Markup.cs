using System.Text;

namespace UserSegments.Display;

/// <summary>Escaping for HTML and XML, in text and in quoted attributes.</summary>
internal static class Markup
{
    /// <summary>Escapes the five signs of markup and replaces what XML 1.0 forbids (control characters, lone surrogates) by U+FFFD.</summary>
    public static string Escape(string text)
    {
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var replacement = c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => null,
                < ' ' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                _ when char.IsSurrogate(c) && !pair => "\uFFFD",
                _ => null,
            };
            if (replacement is not null) (escaped ??= new StringBuilder(text, 0, i, text.Length + 16)).Append(replacement);
            else escaped?.Append(c);
            if (!pair) continue;
            escaped?.Append(text[i + 1]);
            i++;
        }
        return escaped?.ToString() ?? text;
    }
}
