using UserSegments.Numerics;

namespace UserSegments.Tokenization;

/// <summary>Text to token ids, as a Hugging Face <c>tokenizer.json</c> says: added tokens, normalizer, pre-tokenizer, model, template.</summary>
/// <remarks>
/// Exact: the ids are those of the tokenizers library. Models: WordPiece, byte-level BPE, Unigram. Broken surrogate pairs count
/// as U+FFFD. Thread-safe; O(length) for ordinary text.
/// </remarks>
public sealed class Tokenizer
{
    [ThreadStatic]
    private static TokenizerScratch? threadScratch;

    private readonly TokenizerParts parts;
    private readonly AddedTokenFinder raw;
    private readonly AddedTokenFinder normalized;
    private readonly Dictionary<string, int> addedIds;
    private readonly Dictionary<int, string> addedNames;

    internal Tokenizer(TokenizerParts parts)
    {
        this.parts = parts;
        raw = new AddedTokenFinder(parts.AddedTokens.Where(token => !token.Normalized));
        normalized = new AddedTokenFinder(parts.AddedTokens.Where(token => token.Normalized).Select(Normalize));
        addedIds = parts.AddedTokens.GroupBy(token => token.Content, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Id, StringComparer.Ordinal);
        addedNames = parts.AddedTokens.GroupBy(token => token.Id).ToDictionary(group => group.Key, group => group.Last().Content);
        VocabularySize = Math.Max(parts.Model.Count, addedNames.Count == 0 ? 0 : addedNames.Keys.Max() + 1);
    }

    /// <summary>The model: WordPiece, BPE or Unigram.</summary>
    public string Kind => parts.Model.Kind;

    /// <summary>One more than the largest id.</summary>
    public int VocabularySize { get; }

    /// <summary>Longest sequence, special tokens counted; null for no limit.</summary>
    public int? MaxTokens => parts.MaxTokens;

    /// <summary>Special tokens that <see cref="Encode"/> puts around one text.</summary>
    public int SpecialTokensPerText => parts.PostProcessor.AddedToSingle;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">
    /// A model folder (holding tokenizer.json, or vocab.txt, or vocab.json and merges.txt), or one of these files.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no tokenizer at this place.</exception>
    /// <exception cref="InvalidDataException">The file is broken or asks for something unknown; file and place are named.</exception>
    public static Tokenizer Load(string path) => new(TokenizerFiles.Load(path));

    /// <summary>A WordPiece tokenizer in the manner of BERT out of a list of tokens.</summary>
    /// <param name="tokens">The tokens in the order of their ids; must hold [UNK], [CLS] and [SEP].</param>
    /// <param name="lowercase">Whether case and accents are dropped.</param>
    public static Tokenizer FromWordPieces(IReadOnlyList<string> tokens, bool lowercase = true)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new(TokenizerFiles.Bert(tokens.Select((token, id) => KeyValuePair.Create(token, id)).ToArray(), lowercase, "the given tokens"));
    }

    /// <summary>The same tokenizer with another limit of length.</summary>
    /// <param name="count">Longest sequence, special tokens counted; null for no limit.</param>
    public Tokenizer WithMaxTokens(int? count)
    {
        if (count is { } limit) Check.AtLeast(limit, SpecialTokensPerText + 1, nameof(count));
        return new(parts with { MaxTokens = count });
    }

    /// <summary>Id of a token, or null if there is none.</summary>
    /// <param name="token">As in the vocabulary.</param>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var id = addedIds.TryGetValue(token, out var added) ? added : parts.Model.IdOf(token);
        return id < 0 ? null : id;
    }

    /// <summary>Token of an id, or null if there is none.</summary>
    /// <param name="id">Any number.</param>
    public string? IdToToken(int id) => addedNames.TryGetValue(id, out var added) ? added : parts.Model.TokenOf(id);

    /// <summary>Tokenizes one text, or a pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text of a pair, or null.</param>
    /// <param name="addSpecialTokens">Whether the template (such as <c>[CLS] A [SEP]</c>) is applied.</param>
    public TokenSequence Encode(string text, string? pair = null, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = threadScratch ??= new TokenizerScratch();
        Run(text, scratch, scratch.Tokens);
        var (a, b) = (Range.All, Range.All);
        if (pair is not null)
        {
            Run(pair, scratch, scratch.PairTokens);
            (a, b) = TruncatePair(scratch.Tokens.Count, scratch.PairTokens.Count, addSpecialTokens);
        }
        else
        {
            a = TruncateSingle(scratch.Tokens.Count, addSpecialTokens);
        }
        var template = pair is null ? parts.PostProcessor.Single : parts.PostProcessor.Pair;
        if (!addSpecialTokens) template = template.Where(item => item.Sequence >= 0).ToArray();
        return TokenSequenceBuilder.Build(template, scratch.Tokens, a, scratch.PairTokens, b, IdToToken);
    }

    /// <summary>Tokenizes many texts on all threads of <see cref="Blocks"/>, packed without padding.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="addSpecialTokens">Whether the template (such as <c>[CLS] A [SEP]</c>) is applied.</param>
    public TokenBatch EncodeBatch(IReadOnlyList<string> texts, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(texts);
        const int BlockSize = 64;
        var shares = new int[Blocks.Count(texts.Count, BlockSize)][];
        var starts = new int[texts.Count + 1];
        Blocks.For(texts.Count, BlockSize, (block, first, last) =>
        {
            var ids = new List<int>(64 * (last - first));
            var scratch = threadScratch ??= new TokenizerScratch();
            for (var i = first; i < last; i++)
            {
                starts[i + 1] = ids.Count;
                AppendIds(texts[i] ?? throw new ArgumentException($"Text {i} is null.", nameof(texts)), addSpecialTokens, scratch, ids);
                starts[i + 1] = ids.Count - starts[i + 1];
            }
            shares[block] = [.. ids];
        });
        for (var i = 0; i < texts.Count; i++) starts[i + 1] = checked(starts[i] + starts[i + 1]);
        var all = new int[starts[^1]];
        for (var block = 0; block < shares.Length; block++) shares[block].CopyTo(all, starts[block * BlockSize]);
        return new TokenBatch(all, starts);
    }

    /// <summary>Ids with the template's special tokens around them.</summary>
    internal int[] AddSpecialTokens(ReadOnlySpan<int> ids)
    {
        var whole = new List<int>(ids.Length + SpecialTokensPerText);
        foreach (var item in parts.PostProcessor.Single)
        {
            if (item.Sequence == 0) whole.AddRange(ids);
            else whole.AddRange(item.Ids);
        }
        return [.. whole];
    }

    /// <summary>Ids of one text at the end of a list; nothing else is allocated.</summary>
    private void AppendIds(string text, bool special, TokenizerScratch scratch, List<int> ids)
    {
        Run(text, scratch, scratch.Tokens);
        var kept = scratch.Tokens.Ids[TruncateSingle(scratch.Tokens.Count, special)];
        foreach (var item in parts.PostProcessor.Single)
        {
            if (item.Sequence == 0) ids.AddRange(kept);
            else if (special) ids.AddRange(item.Ids);
        }
    }

    /// <summary>Everything but the template.</summary>
    private void Run(string text, TokenizerScratch scratch, TokenSink tokens)
    {
        tokens.Clear();
        var at = 0;
        while (at < text.Length)
        {
            var token = raw.Next(text, at, out var start, out var end);
            if (start > at) RunText(text, at, start, scratch, tokens);
            if (token is not null) tokens.Add(token.Id, start, end);
            at = end;
        }
        if (parts.PostProcessor.TrimOffsets) OffsetTrimming.Apply(text, tokens);
    }

    private void RunText(string text, int start, int end, TokenizerScratch scratch, TokenSink tokens)
    {
        var buffer = scratch.Text;
        scratch.AtTextStart = start == 0;
        buffer.Load(text, start, end);
        parts.Normalizer?.Apply(buffer);
        if (normalized.IsEmpty)
        {
            RunPieces(scratch, tokens);
            return;
        }
        var found = new List<(int Start, int End, AddedToken Token)>();
        for (var at = 0; normalized.Next(buffer.Text, at, out var from, out var to) is { } token; at = to) found.Add((from, to, token));
        if (found.Count == 0)
        {
            RunPieces(scratch, tokens);
            return;
        }
        // Steps after this one rewrite the buffer, so every stretch between two tokens gets its own.
        var whole = buffer.Snapshot();
        var position = 0;
        foreach (var (from, to, token) in found.Append((whole.Length, whole.Length, null!)))
        {
            if (from > position)
            {
                buffer.Restore(whole, position, from);
                scratch.AtTextStart = start == 0 && position == 0;
                RunPieces(scratch, tokens);
            }
            if (token is not null) tokens.Add(token.Id, whole.Starts[from], whole.Ends[to - 1]);
            position = to;
        }
    }

    private void RunPieces(TokenizerScratch scratch, TokenSink tokens)
    {
        scratch.Pieces.Clear();
        scratch.NextPieces.Clear();
        if (scratch.Text.Length == 0) return;
        scratch.Pieces.Add(new Piece(0, scratch.Text.Length));
        parts.PreTokenizer?.Split(scratch);
        foreach (var piece in scratch.Pieces) parts.Model.Tokenize(scratch, piece, tokens);
    }

    private Range TruncateSingle(int count, bool special)
    {
        var room = parts.MaxTokens is { } limit ? Math.Max(0, limit - (special ? parts.PostProcessor.AddedToSingle : 0)) : int.MaxValue;
        if (count <= room) return Range.All;
        return parts.TruncateLeft ? (count - room).. : ..room;
    }

    /// <summary>Longest first: the longer text loses tokens until both fit.</summary>
    private (Range A, Range B) TruncatePair(int a, int b, bool special)
    {
        var room = parts.MaxTokens is { } limit ? Math.Max(0, limit - (special ? parts.PostProcessor.AddedToPair : 0)) : int.MaxValue;
        if ((long)a + b <= room) return (Range.All, Range.All);
        var (shorter, longer) = (Math.Min(a, b), Math.Max(a, b));
        var keepLonger = Math.Max(room - shorter, (room + 1) / 2);
        var keepShorter = room - keepLonger;
        // Equal halves: the second text gets the odd token, as in the tokenizers library.
        var (keepA, keepB) = keepShorter == shorter
            ? (a <= b ? (a, keepLonger) : (keepLonger, b))
            : (room / 2, room - room / 2);
        return parts.TruncateLeft ? (^keepA.., ^keepB..) : (..keepA, ..keepB);
    }

    private AddedToken Normalize(AddedToken token)
    {
        if (parts.Normalizer is null) return token;
        var buffer = new TextBuffer();
        buffer.Load(token.Content, 0, token.Content.Length);
        parts.Normalizer.Apply(buffer);
        return token with { Content = buffer.Text.ToString() };
    }
}
