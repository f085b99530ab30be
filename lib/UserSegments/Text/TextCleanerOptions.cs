namespace UserSegments.Text;

/// <summary>What <see cref="TextCleaner"/> does; everything is on unless stated.</summary>
public sealed record TextCleanerOptions
{
    /// <summary>Tags go, with what scripts and styles hold; entities become characters.</summary>
    public bool StripHtml { get; init; } = true;

    /// <summary>Web addresses go.</summary>
    public bool StripUrls { get; init; } = true;

    /// <summary>Compatibility forms become the usual ones (Unicode NFKC): ｆｕｌｌ width, ligatures, ½.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>What becomes of emoji; kept unless stated.</summary>
    public EmojiHandling Emoji { get; init; } = EmojiHandling.Keep;
}
