namespace UserSegments.Profiles;

/// <summary>Counts which seeds a text speaks of, and on which side.</summary>
internal sealed class SeedMatcher(IReadOnlyList<FacetSeed> seeds)
{
    private readonly (string Word, bool Open)[][] praise = [.. seeds.Select(seed => Prepare(seed.Praise))];
    private readonly (string Word, bool Open)[][] blame = [.. seeds.Select(seed => Prepare(seed.Blame))];

    /// <summary>For each seed, +1 where praise is found, -1 where blame is, 0 for neither or both; the second array says whether it is spoken of at all.</summary>
    public void Match(string text, Span<int> sides, Span<bool> mentioned)
    {
        var lower = text.ToLowerInvariant();
        for (var j = 0; j < sides.Length; j++)
        {
            // "not worth the money" holds "worth the money": the longer, blaming phrase is looked for first and counts alone.
            var ill = Any(lower, blame[j]);
            var well = Any(lower, praise[j]);
            mentioned[j] = well || ill;
            sides[j] = ill ? -1 : well ? 1 : 0;
        }
    }

    /// <summary>The side of one seed alone, as in <see cref="Match"/>.</summary>
    public int Side(string text, int seed)
    {
        var lower = text.ToLowerInvariant();
        return Any(lower, blame[seed]) ? -1 : Any(lower, praise[seed]) ? 1 : 0;
    }

    private static bool Any(string text, (string Word, bool Open)[] words)
    {
        foreach (var (word, open) in words)
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                if (word[0] >= 0x2E80) return true;
                var end = at + word.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (open || end == text.Length || !char.IsLetterOrDigit(text[end]))) return true;
            }
        }
        return false;
    }

    private static (string Word, bool Open)[] Prepare(IReadOnlyList<string> words) =>
        [.. words.Where(word => word.Length > 0).Select(word => word.EndsWith('*') ? (word[..^1], true) : (word, false))];
}
