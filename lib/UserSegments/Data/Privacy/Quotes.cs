using System.Globalization;

namespace UserSegments.Data.Privacy;

/// <summary>People's own words in a report: off unless asked for.</summary>
public static class Quotes
{
    /// <summary>A text, or how long it is.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="show">Whether it may be quoted.</param>
    /// <returns>The text, or such as <c>(17 words)</c>; empty stays empty.</returns>
    public static string Show(string text, bool show)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (show || text.Length == 0) return text;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return string.Create(CultureInfo.InvariantCulture, $"({words:N0} {(words == 1 ? "word" : "words")})");
    }
}
