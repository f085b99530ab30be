namespace UserSegments.Tokenization;

/// <summary>WordPiece (Schuster and Nakajima, 2012; as in BERT): the longest token that fits, from left to right.</summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Vocabulary vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> beginnings;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuations;
    private readonly int longestBeginning;
    private readonly int longestContinuation;
    private readonly int unknown;
    private readonly int maxCharacters;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="unknownToken">Stands for a word that cannot be cut; must be in the vocabulary.</param>
    /// <param name="prefix">Marks a token that continues a word, usually <c>##</c>.</param>
    /// <param name="maxCharacters">Longer words (in code points) are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int maxCharacters)
    {
        this.vocabulary = vocabulary;
        this.maxCharacters = maxCharacters;
        unknown = vocabulary.IdOf(unknownToken);
        if (unknown < 0) throw new InvalidDataException($"{vocabulary.Source}: the unknown token '{unknownToken}' is not in the vocabulary.");
        var (first, next) = (new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (token, id) in vocabulary.Entries)
        {
            first[token] = id;
            longestBeginning = Math.Max(longestBeginning, token.Length);
            if (prefix.Length > 0 && !token.StartsWith(prefix, StringComparison.Ordinal)) continue;
            next[token[prefix.Length..]] = id;
            longestContinuation = Math.Max(longestContinuation, token.Length - prefix.Length);
        }
        beginnings = first.GetAlternateLookup<ReadOnlySpan<char>>();
        continuations = next.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Kind => "WordPiece";

    public int Count => vocabulary.Count;

    public int IdOf(string token) => vocabulary.IdOf(token);

    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    public void Tokenize(TokenizerScratch scratch, Piece piece, TokenSink tokens)
    {
        var text = scratch.Text;
        var word = text.Chars.AsSpan(piece.Start, piece.End - piece.Start);
        if (beginnings.TryGetValue(word, out var whole) && word.Length <= maxCharacters)
        {
            tokens.AddFrom(whole, text, piece.Start, piece.End);
            return;
        }
        Span<int> ids = stackalloc int[128];
        Span<int> ends = stackalloc int[128];
        var count = word.Length > 2 * maxCharacters || CodePoints(word) > maxCharacters ? -1 : Cut(word, ids, ends);
        if (count < 0)
        {
            tokens.AddFrom(unknown, text, piece.Start, piece.End);
            return;
        }
        for (int i = 0, at = 0; i < count; at = ends[i++]) tokens.AddFrom(ids[i], text, piece.Start + at, piece.Start + ends[i]);
    }

    /// <summary>The tokens of a word, or -1 where some part of it is in no token.</summary>
    private int Cut(ReadOnlySpan<char> word, Span<int> ids, Span<int> ends)
    {
        var count = 0;
        for (var at = 0; at < word.Length;)
        {
            var length = Math.Min(word.Length - at, at == 0 ? longestBeginning : longestContinuation);
            var id = -1;
            for (; length > 0; length--)
            {
                if ((at == 0 ? beginnings : continuations).TryGetValue(word.Slice(at, length), out id)) break;
            }
            // More tokens than fit: the word is beyond every limit that a vocabulary sets.
            if (length <= 0 || count == ids.Length) return -1;
            at += length;
            ids[count] = id;
            ends[count++] = at;
        }
        return count;
    }

    private static int CodePoints(ReadOnlySpan<char> word)
    {
        var count = word.Length;
        foreach (var c in word) count -= char.IsLowSurrogate(c) ? 1 : 0;
        return count;
    }
}
