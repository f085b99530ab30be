namespace UserSegments.Tokenization;

/// <summary>Tokens of words met before, for one model on one thread; emptied when it is full.</summary>
internal sealed class WordCache
{
    private const int MaxWords = 1 << 15;

    /// <summary>Longer pieces are rarely met twice.</summary>
    public const int MaxLength = 48;

    private readonly Dictionary<string, (int[] Ids, int[] Ends)> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int[] Ids, int[] Ends)>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public WordCache() => lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryGet(ReadOnlySpan<char> word, out (int[] Ids, int[] Ends) tokens) => lookup.TryGetValue(word, out tokens);

    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> ids, ReadOnlySpan<int> ends)
    {
        if (words.Count >= MaxWords) words.Clear();
        lookup[word] = (ids.ToArray(), ends.ToArray());
    }
}
