namespace UserSegments.Tokenization;

/// <summary>Text on its way through the pipeline: UTF-16 units, each with the range of the source text that it came from.</summary>
/// <remarks>A step writes its output with <see cref="Emit(char, int)"/> and makes it current with <see cref="Commit"/>; the arrays are kept for the next text.</remarks>
internal sealed class TextBuffer
{
    private char[] nextChars = new char[256];
    private int[] nextStarts = new int[256];
    private int[] nextEnds = new int[256];
    private int nextLength;

    public char[] Chars { get; private set; } = new char[256];

    /// <summary>First source unit of each unit.</summary>
    public int[] Starts { get; private set; } = new int[256];

    /// <summary>One past the last source unit of each unit.</summary>
    public int[] Ends { get; private set; } = new int[256];

    public int Length { get; private set; }

    /// <summary>Units emitted and not yet current.</summary>
    public int Pending => nextLength;

    public ReadOnlySpan<char> Text => Chars.AsSpan(0, Length);

    /// <summary>Takes a range of the source; half surrogate pairs become U+FFFD, so that what follows sees valid Unicode.</summary>
    public void Load(string source, int start, int end)
    {
        nextLength = 0;
        Reserve(end - start);
        for (var i = start; i < end; i++)
        {
            var c = source[i];
            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && i + 1 < end && char.IsLowSurrogate(source[i + 1]))
                {
                    Put(c, i, i + 2);
                    Put(source[i + 1], i, i + 2);
                    i++;
                    continue;
                }
                c = '\uFFFD';
            }
            Put(c, i, i + 1);
        }
        Commit();
    }

    /// <summary>Writes one unit that comes from the unit <paramref name="from"/> of the current text.</summary>
    public void Emit(char c, int from)
    {
        Reserve(1);
        Put(c, Starts[from], Ends[from]);
    }

    /// <summary>Writes one unit that comes from units first .. last (inclusive) of the current text.</summary>
    public void Emit(char c, int first, int last)
    {
        Reserve(1);
        Put(c, Starts[first], Ends[last]);
    }

    /// <summary>Writes text that comes from units first .. last (inclusive).</summary>
    public void Emit(ReadOnlySpan<char> text, int first, int last)
    {
        Reserve(text.Length);
        foreach (var c in text) Put(c, Starts[first], Ends[last]);
    }

    /// <summary>Writes a unit that stands for nothing in the source, at a place of the current text.</summary>
    public void Insert(char c, int before)
    {
        Reserve(1);
        var place = before < Length ? Starts[before] : Length > 0 ? Ends[Length - 1] : 0;
        Put(c, place, place);
    }

    /// <summary>Makes what was emitted the current text.</summary>
    public void Commit()
    {
        (Chars, nextChars) = (nextChars, Chars);
        (Starts, nextStarts) = (nextStarts, Starts);
        (Ends, nextEnds) = (nextEnds, Ends);
        (Length, nextLength) = (nextLength, 0);
    }

    /// <summary>A copy of the current text.</summary>
    public (char[] Chars, int[] Starts, int[] Ends, int Length) Snapshot() => (Chars[..Length], Starts[..Length], Ends[..Length], Length);

    /// <summary>Makes a range of a copy the current text.</summary>
    public void Restore((char[] Chars, int[] Starts, int[] Ends, int Length) copy, int start, int end)
    {
        nextLength = 0;
        Reserve(end - start);
        for (var i = start; i < end; i++) Put(copy.Chars[i], copy.Starts[i], copy.Ends[i]);
        Commit();
    }

    /// <summary>Number of units, 1 or 2, of the code point at a place.</summary>
    public int UnitsAt(int at) => char.IsHighSurrogate(Chars[at]) && at + 1 < Length && char.IsLowSurrogate(Chars[at + 1]) ? 2 : 1;

    /// <summary>The code point at a place.</summary>
    public int CodePointAt(int at) => UnitsAt(at) == 2 ? char.ConvertToUtf32(Chars[at], Chars[at + 1]) : Chars[at];

    private void Put(char c, int start, int end)
    {
        nextChars[nextLength] = c;
        nextStarts[nextLength] = start;
        nextEnds[nextLength++] = end;
    }

    private void Reserve(int more)
    {
        if (nextLength + more <= nextChars.Length) return;
        var size = (int)Math.Min(Array.MaxLength, Math.Max(2L * nextChars.Length, (long)nextLength + more));
        Array.Resize(ref nextChars, size);
        Array.Resize(ref nextStarts, size);
        Array.Resize(ref nextEnds, size);
    }
}
