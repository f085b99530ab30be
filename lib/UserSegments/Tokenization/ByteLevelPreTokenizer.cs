using System.Text;

namespace UserSegments.Tokenization;

/// <summary>GPT-2's bytes (Radford et al., 2019): cuts by its pattern, then writes every byte of UTF-8 as one visible character.</summary>
internal sealed class ByteLevelPreTokenizer : IPreTokenizer
{
    /// <summary>GPT-2's pattern.</summary>
    private const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The visible character of each byte.</summary>
    public static readonly char[] Visible = MakeVisible();

    private readonly bool addPrefixSpace;
    private readonly PatternPreTokenizer? cut;

    public ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex)
    {
        this.addPrefixSpace = addPrefixSpace;
        cut = useRegex ? new PatternPreTokenizer(new TextPattern(Words, literal: false, "GPT-2"), SplitBehavior.Isolated, invert: false) : null;
    }

    public void Split(TokenizerScratch scratch)
    {
        if (addPrefixSpace) AddPrefixes(scratch);
        cut?.Split(scratch);
        var text = scratch.Text;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var piece in scratch.Pieces)
        {
            var start = text.Pending;
            for (int i = piece.Start, units; i < piece.End; i += units)
            {
                units = text.UnitsAt(i);
                if (text.Chars[i] < 0x80)
                {
                    text.Emit(Visible[text.Chars[i]], i);
                    continue;
                }
                var count = new Rune(text.CodePointAt(i)).EncodeToUtf8(bytes);
                for (var b = 0; b < count; b++) text.Emit(Visible[bytes[b]], i, i + units - 1);
            }
            scratch.NextPieces.Add(new Piece(start, text.Pending));
        }
        text.Commit();
        scratch.CommitPieces();
    }

    private static void AddPrefixes(TokenizerScratch scratch)
    {
        var text = scratch.Text;
        foreach (var piece in scratch.Pieces)
        {
            var start = text.Pending;
            if (!char.IsWhiteSpace(text.Chars[piece.Start])) text.Insert(' ', piece.Start);
            for (var i = piece.Start; i < piece.End; i++) text.Emit(text.Chars[i], i);
            scratch.NextPieces.Add(new Piece(start, text.Pending));
        }
        text.Commit();
        scratch.CommitPieces();
    }

    private static char[] MakeVisible()
    {
        var map = new char[256];
        var next = 256;
        for (var b = 0; b < 256; b++)
        {
            var visible = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            map[b] = (char)(visible ? b : next++);
        }
        return map;
    }
}
