namespace UserSegments.Tokenization;

/// <summary>Where a model puts its tokens: ids with ranges of the source; the arrays are kept for the next text.</summary>
internal sealed class TokenSink
{
    private int[] ids = new int[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Ids => ids.AsSpan(0, Count);

    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Count);

    public ReadOnlySpan<int> Ends => ends.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds a token that covers a range of the source.</summary>
    public void Add(int id, int start, int end)
    {
        if (Count == ids.Length)
        {
            Array.Resize(ref ids, 2 * Count);
            Array.Resize(ref starts, 2 * Count);
            Array.Resize(ref ends, 2 * Count);
        }
        ids[Count] = id;
        starts[Count] = start;
        ends[Count++] = end;
    }

    /// <summary>Adds a token that covers units of the buffer; an empty or inserted unit covers nothing.</summary>
    public void AddFrom(int id, TextBuffer text, int first, int end)
    {
        var (from, to) = (text.Starts[first], text.Ends[end - 1]);
        Add(id, from, Math.Max(from, to));
    }

    /// <summary>Joins the token to the one before it if both are the given id; for runs of unknown text.</summary>
    public bool TryExtendLast(int id, int end)
    {
        if (Count == 0 || ids[Count - 1] != id) return false;
        ends[Count - 1] = end;
        return true;
    }

    /// <summary>Narrows the range of one token.</summary>
    public void SetRange(int token, int start, int end) => (starts[token], ends[token]) = (start, end);
}
