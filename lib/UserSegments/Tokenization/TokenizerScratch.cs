namespace UserSegments.Tokenization;

/// <summary>What one thread needs to tokenize; nothing of it outlives a text.</summary>
internal sealed class TokenizerScratch
{
    public TextBuffer Text { get; } = new();

    public List<Piece> Pieces { get; private set; } = [];

    public List<Piece> NextPieces { get; private set; } = [];

    public TokenSink Tokens { get; } = new();

    public TokenSink PairTokens { get; } = new();

    /// <summary>Whether the buffer begins where the source text begins.</summary>
    public bool AtTextStart { get; set; }

    /// <summary>Makes the pieces that a step wrote the current ones.</summary>
    public void CommitPieces()
    {
        (Pieces, NextPieces) = (NextPieces, Pieces);
        NextPieces.Clear();
    }
}
