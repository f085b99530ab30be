using System.Runtime.CompilerServices;

namespace UserSegments.Tokenization;

/// <summary>What one thread needs to tokenize; nothing of it outlives a text.</summary>
internal sealed class TokenizerScratch
{
    private readonly ConditionalWeakTable<ITokenModel, WordCache> caches = [];
    private (int Id, int Start, double Score)[] lattice = new (int, int, double)[128];
    private ITokenModel? lastModel;
    private WordCache? lastCache;

    public TextBuffer Text { get; } = new();

    public List<Piece> Pieces { get; private set; } = [];

    public List<Piece> NextPieces { get; private set; } = [];

    public TokenSink Tokens { get; } = new();

    public TokenSink PairTokens { get; } = new();

    /// <summary>Whether the buffer begins where the source text begins.</summary>
    public bool AtTextStart { get; set; }

    /// <summary>Parts of a word while it is merged.</summary>
    public List<Symbol> Symbols { get; } = [];

    /// <summary>Ids of a path that is read from its end.</summary>
    public List<int> PathIds { get; } = [];

    /// <summary>Ends of a path that is read from its end.</summary>
    public List<int> PathEnds { get; } = [];

    /// <summary>The best way to every place of a word.</summary>
    public Span<(int Id, int Start, double Score)> Lattice(int length)
    {
        if (lattice.Length < length) lattice = new (int, int, double)[Math.Max(length, 2 * lattice.Length)];
        return lattice.AsSpan(0, length);
    }

    /// <summary>Words that this thread met with a model; the model may be collected.</summary>
    public WordCache CacheOf(ITokenModel model)
    {
        if (lastModel == model) return lastCache!;
        (lastModel, lastCache) = (model, caches.GetValue(model, _ => new WordCache()));
        return lastCache;
    }

    /// <summary>Makes the pieces that a step wrote the current ones.</summary>
    public void CommitPieces()
    {
        (Pieces, NextPieces) = (NextPieces, Pieces);
        NextPieces.Clear();
    }
}
