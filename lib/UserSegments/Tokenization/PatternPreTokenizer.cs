namespace UserSegments.Tokenization;

/// <summary>Cuts at the matches of a pattern, or at what lies between them.</summary>
internal sealed class PatternPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    [ThreadStatic]
    private static List<Piece>? threadMatches;

    public void Split(TokenizerScratch scratch)
    {
        var matches = threadMatches ??= [];
        foreach (var piece in scratch.Pieces)
        {
            matches.Clear();
            pattern.Find(scratch.Text.Text[piece.Start..piece.End], piece.Start, matches);
            matches.RemoveAll(match => match.End == match.Start);
            PieceCutter.Cut(piece, invert ? Between(piece, matches) : matches, behavior, scratch.NextPieces);
        }
        scratch.CommitPieces();
    }

    private static List<Piece> Between(Piece piece, List<Piece> matches)
    {
        var gaps = new List<Piece>();
        PieceCutter.Cut(piece, matches, SplitBehavior.Removed, gaps);
        return gaps;
    }
}
