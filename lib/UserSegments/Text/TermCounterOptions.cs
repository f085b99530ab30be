using UserSegments.Numerics;

namespace UserSegments.Text;

/// <summary>How texts become terms.</summary>
public sealed record TermCounterOptions
{
    /// <summary>What is done before splitting; null leaves texts as they are.</summary>
    public TextCleaner? Cleaner { get; init; } = new TextCleaner(new TextCleanerOptions { Emoji = EmojiHandling.Name });

    /// <summary>Terms that do not count; English and Chinese unless stated.</summary>
    public IReadOnlySet<string> StopWords { get; init; } = Both;

    /// <summary>Shortest word in characters; a single Han character is never too short. 2 unless stated.</summary>
    public int MinimumLength { get; init => field = Check.AtLeast(value, 1, nameof(MinimumLength)); } = 2;

    /// <summary>Longest phrase, in words: 2 also counts neighbouring pairs, joined by a blank, after stop words went; 1 to 3, 1 unless stated.</summary>
    public int LongestPhrase { get; init => field = Check.InRange(value, 1, 3, nameof(LongestPhrase)); } = 1;

    private static HashSet<string> Both { get; } = [.. Text.StopWords.English, .. Text.StopWords.Chinese];
}
