using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UserSegments.Tokenization;

/// <summary>A regular expression (or plain text) of a tokenizer file, matched by code points.</summary>
/// <remarks>
/// .NET matches UTF-16 units, in which a character beyond the basic plane has no category. Where text holds such characters, each of
/// them is matched as one stand-in of the same category. Patterns that <see cref="WordScanner"/> knows are not matched but scanned.
/// </remarks>
internal sealed class TextPattern
{
    // A unit of the basic plane for every category, in the order of UnicodeCategory.
    private const string StandIns = "\u00C0\u00DF\u01C5\u02B0\u01BB\u0300\u0903\u20DD\u0660\u2160\u00B2\u2000\u2028\u2029\u0001\u200B\uFFFD\uE000\u203F\u2010\u0F3A\u0F3B\u00AB\u00BB\u00A1\u00AC\u00A2\u02C2\u00A6\u0378";

    private readonly Regex regex;
    private readonly WordScanner? scanner;

    /// <param name="pattern">The pattern.</param>
    /// <param name="literal">Whether it is plain text.</param>
    /// <param name="source">File, for error messages.</param>
    public TextPattern(string pattern, bool literal, string source)
    {
        scanner = literal ? null : WordScanner.For(pattern);
        try
        {
            regex = new Regex(literal ? Regex.Escape(pattern) : pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{source}: the pattern '{pattern}' is not understood: {error.Message}", error);
        }
    }

    /// <summary>All matches in a text, moved on by an offset.</summary>
    public void Find(ReadOnlySpan<char> text, int offset, List<Piece> matches)
    {
        if (scanner is not null) scanner.Find(text, offset, matches);
        else Match(text, offset, matches);
    }

    /// <summary>The same by the regular expression, which tests hold the scanner against.</summary>
    internal void Match(ReadOnlySpan<char> text, int offset, List<Piece> matches)
    {
        if (text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            FindByPoints(text, offset, matches);
            return;
        }
        foreach (var match in regex.EnumerateMatches(text)) matches.Add(new Piece(offset + match.Index, offset + match.Index + match.Length));
    }

    private void FindByPoints(ReadOnlySpan<char> text, int offset, List<Piece> matches)
    {
        var (points, places) = (new char[text.Length], new int[text.Length + 1]);
        var count = 0;
        for (var i = 0; i < text.Length; count++)
        {
            places[count] = i;
            Rune.DecodeFromUtf16(text[i..], out var rune, out var units);
            points[count] = units == 2 ? StandIns[(int)CharUnicodeInfo.GetUnicodeCategory(rune.Value)] : text[i];
            i += units;
        }
        places[count] = text.Length;
        foreach (var match in regex.EnumerateMatches(points.AsSpan(0, count)))
            matches.Add(new Piece(offset + places[match.Index], offset + places[match.Index + match.Length]));
    }
}
