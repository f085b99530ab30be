namespace UserSegments.Tokenization;

/// <summary>Puts special tokens around one text or two.</summary>
/// <param name="Single">The template for one text.</param>
/// <param name="Pair">The template for two.</param>
/// <param name="TrimOffsets">Ranges do not cover the white space that byte-level tokens carry.</param>
internal sealed record PostProcessor(TemplateItem[] Single, TemplateItem[] Pair, bool TrimOffsets)
{
    /// <summary>Adds nothing.</summary>
    public static PostProcessor None { get; } = new(
        [new TemplateItem([], 0, 0)], [new TemplateItem([], 0, 0), new TemplateItem([], 1, 0)], false);

    /// <summary>Special tokens around one text.</summary>
    public int AddedToSingle { get; } = Single.Sum(item => item.Ids.Length);

    /// <summary>Special tokens around two texts.</summary>
    public int AddedToPair { get; } = Pair.Sum(item => item.Ids.Length);
}
