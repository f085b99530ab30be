namespace UserSegments.Clustering;

/// <summary>Disjoint sets with path halving and union by size (Tarjan, 1975).</summary>
internal sealed class DisjointSets
{
    private readonly int[] parent, size;

    public DisjointSets(int count)
    {
        (parent, size) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++) (parent[i], size[i]) = (i, 1);
    }

    public int Find(int item)
    {
        while (parent[item] != item) item = parent[item] = parent[parent[item]];
        return item;
    }

    /// <summary>Joins two sets; returns the root of the new one.</summary>
    public int Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b) return a;
        if (size[a] < size[b]) (a, b) = (b, a);
        parent[b] = a;
        size[a] += size[b];
        return a;
    }

    /// <summary>Set of each item, numbered in the order of first members.</summary>
    public int[] Labels()
    {
        var (labels, names) = (new int[parent.Length], new Dictionary<int, int>());
        for (var i = 0; i < labels.Length; i++)
        {
            var root = Find(i);
            if (!names.TryGetValue(root, out var name)) names[root] = name = names.Count;
            labels[i] = name;
        }
        return labels;
    }
}
