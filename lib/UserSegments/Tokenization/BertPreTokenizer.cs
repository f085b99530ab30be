namespace UserSegments.Tokenization;

/// <summary>BERT's cut: at white space, which is dropped, and around every punctuation mark.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    public void Split(TokenizerScratch scratch)
    {
        var text = scratch.Text;
        foreach (var piece in scratch.Pieces)
        {
            var start = piece.Start;
            for (var i = piece.Start; i < piece.End;)
            {
                var c = text.Chars[i];
                if (char.IsAsciiLetterOrDigit(c))
                {
                    i++;
                    continue;
                }
                var units = text.UnitsAt(i);
                var space = char.IsWhiteSpace(c);
                if (!space && !UnicodeKinds.IsBertPunctuation(text.CodePointAt(i)))
                {
                    i += units;
                    continue;
                }
                if (i > start) scratch.NextPieces.Add(new Piece(start, i));
                if (!space) scratch.NextPieces.Add(new Piece(i, i + units));
                start = i += units;
            }
            if (piece.End > start) scratch.NextPieces.Add(new Piece(start, piece.End));
        }
        scratch.CommitPieces();
    }
}
