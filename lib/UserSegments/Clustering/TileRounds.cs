namespace UserSegments.Clustering;

/// <summary>An order for all pairs of tiles in which pairs at work at the same time share no tile.</summary>
/// <remarks>Round r pairs tile a with a + r (mod tiles). The pairs of a round form cycles; along a cycle every other pair can run at once.</remarks>
internal static class TileRounds
{
    /// <summary>The first tiles of each wave's pairs in a round, 0 to tiles / 2.</summary>
    public static IEnumerable<int[]> Waves(int tiles, int round)
    {
        if (round == 0) return [[.. Enumerable.Range(0, tiles)]];
        if (tiles % 2 == 0 && round == tiles / 2) return [[.. Enumerable.Range(0, round)]];
        List<int> even = [], odd = [], last = [];
        var seen = new bool[tiles];
        for (var start = 0; start < tiles; start++)
        {
            var length = 0;
            for (var tile = start; !seen[tile]; tile = (tile + round) % tiles)
            {
                seen[tile] = true;
                (length++ % 2 == 0 ? even : odd).Add(tile);
            }
            if (length % 2 == 0) continue;
            // An odd cycle ends on an even place beside its even start: its last pair waits for a wave of its own.
            last.Add(even[^1]);
            even.RemoveAt(even.Count - 1);
        }
        return [[.. even], [.. odd], [.. last]];
    }
}
