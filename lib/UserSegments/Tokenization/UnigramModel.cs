namespace UserSegments.Tokenization;

/// <summary>Unigram language model (Kudo, 2018): the cut whose tokens have the largest sum of log probabilities, by Viterbi's algorithm.</summary>
internal sealed class UnigramModel : ITokenModel
{
    // What the tokenizers library takes off the worst score for a character in no token.
    private const double UnknownPenalty = 10;

    private readonly Vocabulary vocabulary;
    private readonly double[] scores;
    private readonly TokenTrie trie;
    private readonly int unknown;
    private readonly double unknownScore;
    private readonly int[]? byteIds;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">Log probability by id.</param>
    /// <param name="unknown">Id of the unknown token, or -1.</param>
    /// <param name="byteFallback">Whether an unknown character becomes tokens such as <c>&lt;0xE4&gt;</c>.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, bool byteFallback)
    {
        (this.vocabulary, this.scores, this.unknown) = (vocabulary, scores, unknown);
        unknownScore = (scores.Length == 0 ? 0 : scores.Min()) - UnknownPenalty;
        trie = new TokenTrie(vocabulary.Entries.Where(entry => entry.Key.Length > 0).ToArray());
        if (byteFallback) byteIds = Enumerable.Range(0, 256).Select(b => vocabulary.IdOf($"<0x{b:X2}>")).ToArray();
    }

    public string Kind => "Unigram";

    public int Count => vocabulary.Count;

    public int IdOf(string token) => vocabulary.IdOf(token);

    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    public void Tokenize(TokenizerScratch scratch, Piece piece, TokenSink tokens)
    {
        var text = scratch.Text;
        var word = text.Text[piece.Start..piece.End];
        var cache = word.Length <= WordCache.MaxLength ? scratch.CacheOf(this) : null;
        if (cache is not null && cache.TryGet(word, out var known))
        {
            for (int i = 0, at = piece.Start; i < known.Ids.Length; at = piece.Start + known.Ends[i++]) Add(text, tokens, known.Ids[i], at, piece.Start + known.Ends[i]);
            return;
        }
        var path = scratch.Lattice(word.Length + 1);
        Search(word, path);
        // The path is found from its end; unknown neighbours are one token.
        var (ids, ends) = (scratch.PathIds, scratch.PathEnds);
        ids.Clear();
        ends.Clear();
        for (var end = word.Length; end > 0; end = path[end].Start)
        {
            if (path[end].Id == unknown && ids.Count > 0 && ids[^1] == unknown) continue;
            ids.Add(path[end].Id);
            ends.Add(end);
        }
        ids.Reverse();
        ends.Reverse();
        cache?.Add(word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ends));
        for (int i = 0, at = piece.Start; i < ids.Count; at = piece.Start + ends[i++]) Add(text, tokens, ids[i], at, piece.Start + ends[i]);
    }

    private void Add(TextBuffer text, TokenSink tokens, int id, int start, int end)
    {
        if (id != unknown || byteIds is null)
        {
            if (id >= 0) tokens.AddFrom(id, text, start, end);
            return;
        }
        Span<byte> bytes = stackalloc byte[4];
        for (int i = start, units; i < end; i += units)
        {
            units = text.UnitsAt(i);
            var used = bytes[..System.Text.Encoding.UTF8.GetBytes(text.Text.Slice(i, units), bytes)];
            if (used.ContainsAny(MissingBytes())) tokens.AddFrom(unknown, text, i, i + units);
            else foreach (var b in used) tokens.AddFrom(byteIds[b], text, i, i + units);
        }
    }

    private ReadOnlySpan<byte> MissingBytes() => byteIds!.Select((id, b) => (id, b)).Where(pair => pair.id < 0).Select(pair => (byte)pair.b).ToArray();

    /// <summary>Fills the best way to every end: <c>path[end]</c> is its last token, where that begins, and the sum of scores.</summary>
    private void Search(ReadOnlySpan<char> word, Span<(int Id, int Start, double Score)> path)
    {
        for (var i = 0; i < path.Length; i++) path[i] = (-1, -1, double.NegativeInfinity);
        path[0].Score = 0;
        for (int start = 0, units; start < word.Length; start += units)
        {
            units = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            var before = path[start].Score;
            var single = false;
            var node = 0;
            for (var end = start; end < word.Length && (node = trie.Child(node, word[end])) >= 0; end++)
            {
                var id = trie.ValueOf(node);
                if (id < 0) continue;
                var score = before + scores[id];
                if (path[end + 1].Start < 0 || score > path[end + 1].Score) path[end + 1] = (id, start, score);
                single |= end + 1 - start == units;
            }
            if (single) continue;
            var worst = before + unknownScore;
            if (path[start + units].Start < 0 || worst > path[start + units].Score) path[start + units] = (unknown, start, worst);
        }
    }
}
