namespace UserSegments.Tokenization;

/// <summary>One text (or a pair) as tokens.</summary>
/// <param name="Ids">Id of each token.</param>
/// <param name="TypeIds">Segment of each token: 0, or 1 for the second text of a pair.</param>
/// <param name="Tokens">Text of each token as in the vocabulary.</param>
/// <param name="Offsets">Range of the source text of each token in UTF-16 units, end exclusive; (0, 0) for special tokens.</param>
/// <param name="IsSpecial">Whether the template added the token.</param>
public sealed record TokenSequence(
    IReadOnlyList<int> Ids, IReadOnlyList<int> TypeIds, IReadOnlyList<string> Tokens,
    IReadOnlyList<(int Start, int End)> Offsets, IReadOnlyList<bool> IsSpecial)
{
    /// <summary>Number of tokens.</summary>
    public int Count => Ids.Count;
}
