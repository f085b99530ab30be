using System.Numerics;

namespace UserSegments.Tokenization;

/// <summary>A prefix tree over UTF-16 units in one open-addressing table: (node, unit) to node, and the value of each node.</summary>
internal sealed class TokenTrie
{
    private readonly ulong[] keys;                 // (node + 1) << 16 | unit; 0 is free
    private readonly int[] targets;
    private readonly int[] values;                 // by node; -1 for none
    private readonly int mask;

    /// <param name="entries">Texts and their values.</param>
    public TokenTrie(IReadOnlyCollection<KeyValuePair<string, int>> entries)
    {
        var nodes = 1 + entries.Sum(entry => (long)entry.Key.Length);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(nodes + nodes / 2, 1 << 28));
        (keys, targets, mask) = (new ulong[size], new int[size], size - 1);
        var found = new List<int> { -1 };
        foreach (var (text, value) in entries)
        {
            var node = 0;
            foreach (var c in text)
            {
                var slot = Slot(node, c);
                if (keys[slot] == 0)
                {
                    (keys[slot], targets[slot]) = (Key(node, c), found.Count);
                    found.Add(-1);
                }
                node = targets[slot];
            }
            found[node] = value;
        }
        values = [.. found];
    }

    /// <summary>The child of a node, or -1; the root is 0.</summary>
    public int Child(int node, char c)
    {
        var slot = Slot(node, c);
        return keys[slot] == 0 ? -1 : targets[slot];
    }

    /// <summary>The value of a node, or -1.</summary>
    public int ValueOf(int node) => values[node];

    private static ulong Key(int node, char c) => (ulong)(node + 1) << 16 | c;

    private int Slot(int node, char c)
    {
        var key = Key(node, c);
        var slot = (int)(key * 0x9E3779B97F4A7C15UL >> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }
}
