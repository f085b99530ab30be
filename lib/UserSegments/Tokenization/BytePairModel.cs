
namespace UserSegments.Tokenization;

/// <summary>Byte-pair encoding (Sennrich, Haddow and Birch, 2016): the neighbours with the best rank merge until none can.</summary>
internal sealed class BytePairModel : ITokenModel
{
    private readonly Vocabulary vocabulary;
    private readonly Dictionary<long, (int Rank, int Id)> merges;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids;
    private readonly int unknown;
    private readonly bool fuseUnknown;
    private readonly bool ignoreMerges;
    private readonly int[]? byteIds;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="pairs">The merges, best first; both parts and what they make must be in the vocabulary.</param>
    /// <param name="unknownToken">Stands for a character that is in no token; null to leave it out.</param>
    /// <param name="fuseUnknown">Whether unknown neighbours are one token.</param>
    /// <param name="byteFallback">Whether an unknown character becomes tokens such as <c>&lt;0xE4&gt;</c>.</param>
    /// <param name="ignoreMerges">Whether a piece that is a token is not cut at all.</param>
    public BytePairModel(
        Vocabulary vocabulary, IEnumerable<(string Left, string Right)> pairs, string? unknownToken, bool fuseUnknown, bool byteFallback, bool ignoreMerges)
    {
        (this.vocabulary, this.fuseUnknown, this.ignoreMerges) = (vocabulary, fuseUnknown, ignoreMerges);
        ids = new Dictionary<string, int>(vocabulary.Entries, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        unknown = unknownToken is null ? -1 : vocabulary.IdOf(unknownToken);
        merges = [];
        var rank = 0;
        foreach (var (left, right) in pairs)
        {
            var (a, b, made) = (vocabulary.IdOf(left), vocabulary.IdOf(right), vocabulary.IdOf(left + right));
            if (a < 0 || b < 0 || made < 0)
                throw new InvalidDataException($"{vocabulary.Source}: merge {rank} joins '{left}' and '{right}', but {(a < 0 ? left : b < 0 ? right : left + right)} is not in the vocabulary.");
            merges[Key(a, b)] = (rank++, made);
        }
        if (byteFallback) byteIds = Enumerable.Range(0, 256).Select(b => vocabulary.IdOf($"<0x{b:X2}>")).ToArray();
    }

    public string Kind => "BPE";

    public int Count => vocabulary.Count;

    public int IdOf(string token) => vocabulary.IdOf(token);

    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    public void Tokenize(TokenizerScratch scratch, Piece piece, TokenSink tokens)
    {
        var text = scratch.Text;
        var word = text.Text[piece.Start..piece.End];
        if (ignoreMerges && ids.TryGetValue(word, out var whole))
        {
            tokens.AddFrom(whole, text, piece.Start, piece.End);
            return;
        }
        var cache = word.Length <= WordCache.MaxLength ? scratch.CacheOf(this) : null;
        if (cache is not null && cache.TryGet(word, out var known))
        {
            for (int i = 0, at = piece.Start; i < known.Ids.Length; at = piece.Start + known.Ends[i++]) tokens.AddFrom(known.Ids[i], text, at, piece.Start + known.Ends[i]);
            return;
        }
        var symbols = scratch.Symbols;
        symbols.Clear();
        AddSymbols(word, symbols);
        BytePairMerger.Merge(symbols, merges);
        var first = tokens.Count;
        for (int s = 0, at = 0; s >= 0 && s < symbols.Count; s = symbols[s].Next)
        {
            tokens.AddFrom(symbols[s].Id, text, piece.Start + at, piece.Start + symbols[s].End);
            at = symbols[s].End;
        }
        if (cache is not null) Remember(cache, word, symbols, tokens.Count - first);
    }

    internal static long Key(int left, int right) => (long)left << 32 | (uint)right;

    private static void Remember(WordCache cache, ReadOnlySpan<char> word, List<Symbol> symbols, int count)
    {
        Span<int> ids = stackalloc int[count];
        Span<int> ends = stackalloc int[count];
        for (int s = 0, i = 0; s >= 0 && s < symbols.Count; s = symbols[s].Next, i++) (ids[i], ends[i]) = (symbols[s].Id, symbols[s].End);
        cache.Add(word, ids, ends);
    }

    /// <summary>One symbol a code point, in the order of the text.</summary>
    private void AddSymbols(ReadOnlySpan<char> word, List<Symbol> symbols)
    {
        for (int at = 0, units; at < word.Length; at += units)
        {
            units = char.IsHighSurrogate(word[at]) && at + 1 < word.Length ? 2 : 1;
            if (ids.TryGetValue(word.Slice(at, units), out var id)) Add(id, at + units);
            else if (byteIds is not null && TryBytes(word.Slice(at, units), at + units)) continue;
            else if (unknown < 0) continue;
            else if (fuseUnknown && symbols.Count > 0 && symbols[^1].Id == unknown) symbols[^1] = symbols[^1] with { End = at + units };
            else Add(unknown, at + units);
        }
        if (symbols.Count > 0) symbols[^1] = symbols[^1] with { Next = -1 };

        bool TryBytes(ReadOnlySpan<char> character, int end)
        {
            Span<byte> bytes = stackalloc byte[4];
            bytes = bytes[..System.Text.Encoding.UTF8.GetBytes(character, bytes)];
            foreach (var b in bytes) if (byteIds[b] < 0) return false;
            foreach (var b in bytes) Add(byteIds[b], end);
            return true;
        }

        void Add(int id, int end) => symbols.Add(new Symbol(id, end, symbols.Count - 1, symbols.Count + 1));
    }
}
