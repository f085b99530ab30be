namespace UserSegments.Tokenization;

/// <summary>Cuts a piece at matches.</summary>
internal static class PieceCutter
{
    /// <summary>Adds what a piece falls into; empty pieces are left out.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="matches">Ranges within it, ascending.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="pieces">Where the parts go.</param>
    public static void Cut(Piece piece, List<Piece> matches, SplitBehavior behavior, List<Piece> pieces)
    {
        var at = piece.Start;
        for (var m = 0; m < matches.Count; m++)
        {
            var match = matches[m];
            switch (behavior)
            {
                case SplitBehavior.Isolated or SplitBehavior.Removed:
                    Add(at, match.Start);
                    if (behavior == SplitBehavior.Isolated) Add(match.Start, match.End);
                    at = match.End;
                    break;
                case SplitBehavior.MergedWithPrevious:
                    Add(at, match.End);
                    at = match.End;
                    break;
                case SplitBehavior.MergedWithNext:
                    Add(at, match.Start);
                    at = match.Start;
                    break;
                default:
                    Add(at, match.Start);
                    while (m + 1 < matches.Count && matches[m + 1].Start == matches[m].End) m++;
                    Add(match.Start, matches[m].End);
                    at = matches[m].End;
                    break;
            }
        }
        Add(at, piece.End);

        void Add(int start, int end)
        {
            if (end > start) pieces.Add(new Piece(start, end));
        }
    }
}
