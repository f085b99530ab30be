namespace UserSegments.Tokenization;

/// <summary>SentencePiece's spaces: each becomes a visible mark, and a piece begins at each mark.</summary>
/// <param name="mark">Stands for a space.</param>
/// <param name="prepend">always, first (only at the beginning of the text) or never.</param>
/// <param name="split">Whether to cut before the marks.</param>
internal sealed class MetaspacePreTokenizer(char mark, string prepend, bool split) : IPreTokenizer
{
    public void Split(TokenizerScratch scratch)
    {
        var text = scratch.Text;
        foreach (var piece in scratch.Pieces)
        {
            var start = text.Pending;
            if (text.Chars[piece.Start] != ' ' && text.Chars[piece.Start] != mark && (prepend == "always" || (prepend == "first" && scratch.AtTextStart && piece.Start == 0)))
                text.Insert(mark, piece.Start);
            for (var i = piece.Start; i < piece.End; i++)
            {
                var c = text.Chars[i] == ' ' ? mark : text.Chars[i];
                if (split && c == mark && text.Pending > start)
                {
                    scratch.NextPieces.Add(new Piece(start, text.Pending));
                    start = text.Pending;
                }
                text.Emit(c, i);
            }
            scratch.NextPieces.Add(new Piece(start, text.Pending));
        }
        text.Commit();
        scratch.CommitPieces();
    }
}
