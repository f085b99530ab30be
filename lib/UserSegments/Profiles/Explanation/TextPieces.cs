using System.Text.RegularExpressions;

namespace UserSegments.Profiles;

/// <summary>Cuts a text into words so that the pieces joined give the text again.</summary>
public static partial class TextPieces
{
    /// <summary>The pieces: a word with the signs before it; two Chinese characters at a time.</summary>
    /// <param name="text">Any string.</param>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<string>();
        var start = 0;
        foreach (Match word in Words().Matches(text))
        {
            pieces.Add(text[start..(word.Index + word.Length)]);
            start = word.Index + word.Length;
        }
        // What stands after the last word goes with it.
        if (pieces.Count > 0) pieces[^1] += text[start..];
        else if (text.Length > 0) pieces.Add(text);
        return pieces;
    }

    /// <summary>The word of a piece in lower case; empty if it has none.</summary>
    internal static string Word(string piece) => Words().Match(piece).Value.ToLowerInvariant();

    [GeneratedRegex(@"[\u3400-\u9FFF\uF900-\uFAFF]{1,2}|[\p{L}\p{M}\p{N}'’-[\u3400-\u9FFF\uF900-\uFAFF]]+")]
    private static partial Regex Words();
}
