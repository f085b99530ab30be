namespace UserSegments.Tokenization;

/// <summary>Cuts at code points of a class: white space, punctuation, digits.</summary>
/// <param name="isMatch">The class.</param>
/// <param name="behavior">What becomes of them.</param>
internal sealed class ClassPreTokenizer(Func<int, bool> isMatch, SplitBehavior behavior) : IPreTokenizer
{
    public void Split(TokenizerScratch scratch)
    {
        var matches = new List<Piece>();
        foreach (var piece in scratch.Pieces)
        {
            matches.Clear();
            for (int i = piece.Start, units; i < piece.End; i += units)
            {
                units = scratch.Text.UnitsAt(i);
                if (isMatch(scratch.Text.CodePointAt(i))) matches.Add(new Piece(i, i + units));
            }
            PieceCutter.Cut(piece, matches, behavior, scratch.NextPieces);
        }
        scratch.CommitPieces();
    }
}
