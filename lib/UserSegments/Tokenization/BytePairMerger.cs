namespace UserSegments.Tokenization;

/// <summary>Merges the parts of one word: by looking through short words again and again, by a queue for long ones.</summary>
internal static class BytePairMerger
{
    private const int Short = 32;

    /// <summary>Merges in place; the list of what is left begins at 0 and follows <see cref="Symbol.Next"/>.</summary>
    /// <param name="symbols">The parts, linked in order.</param>
    /// <param name="merges">Rank and result of every pair.</param>
    public static void Merge(List<Symbol> symbols, Dictionary<long, (int Rank, int Id)> merges)
    {
        if (symbols.Count < 2) return;
        if (symbols.Count <= Short) MergeShort(symbols, merges);
        else MergeLong(symbols, merges);
    }

    private static void MergeShort(List<Symbol> symbols, Dictionary<long, (int Rank, int Id)> merges)
    {
        // Rank and result of each part with its right neighbour, so that a merge looks up two pairs only.
        Span<int> ranks = stackalloc int[Short];
        Span<int> results = stackalloc int[Short];
        for (var s = 0; s < symbols.Count; s++) Look(symbols, merges, s, ranks, results);
        while (true)
        {
            var (best, place) = (int.MaxValue, -1);
            for (var s = 0; s >= 0; s = symbols[s].Next)
            {
                if (ranks[s] < best) (best, place) = (ranks[s], s);
            }
            if (place < 0) return;
            Join(symbols, place, results[place]);
            Look(symbols, merges, place, ranks, results);
            if (symbols[place].Previous >= 0) Look(symbols, merges, symbols[place].Previous, ranks, results);
        }
    }

    private static void Look(List<Symbol> symbols, Dictionary<long, (int Rank, int Id)> merges, int at, Span<int> ranks, Span<int> results)
    {
        var next = symbols[at].Next;
        if (next >= 0 && merges.TryGetValue(BytePairModel.Key(symbols[at].Id, symbols[next].Id), out var merge)) (ranks[at], results[at]) = (merge.Rank, merge.Id);
        else ranks[at] = int.MaxValue;
    }

    private static void MergeLong(List<Symbol> symbols, Dictionary<long, (int Rank, int Id)> merges)
    {
        var queue = new PriorityQueue<(int Place, int Left, int Right, int Made), (int Rank, int Place)>();
        for (var s = 0; s >= 0; s = symbols[s].Next) Offer(s);
        while (queue.TryDequeue(out var pair, out _))
        {
            // An entry is stale once either side has merged with another.
            var left = symbols[pair.Place];
            if (left.Id != pair.Left || left.Next < 0 || symbols[left.Next].Id != pair.Right) continue;
            Join(symbols, pair.Place, pair.Made);
            Offer(pair.Place);
            if (symbols[pair.Place].Previous >= 0) Offer(symbols[pair.Place].Previous);
        }

        void Offer(int at)
        {
            var next = symbols[at].Next;
            if (next >= 0 && merges.TryGetValue(BytePairModel.Key(symbols[at].Id, symbols[next].Id), out var merge))
                queue.Enqueue((at, symbols[at].Id, symbols[next].Id, merge.Id), (merge.Rank, at));
        }
    }

    /// <summary>Makes one part of a part and its right neighbour.</summary>
    private static void Join(List<Symbol> symbols, int at, int id)
    {
        var (left, right) = (symbols[at], symbols[symbols[at].Next]);
        symbols[left.Next] = right with { Id = -1 };
        symbols[at] = left with { Id = id, End = right.End, Next = right.Next };
        if (right.Next >= 0) symbols[right.Next] = symbols[right.Next] with { Previous = at };
    }
}
