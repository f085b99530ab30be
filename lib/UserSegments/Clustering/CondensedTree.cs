namespace UserSegments.Clustering;

/// <summary>A single-linkage tree with the splits left out that only shed fewer rows than the least group size.</summary>
/// <remarks>
/// Density is lambda = 1 / distance. Mutual reachability brings many equal distances; all merges of one distance count as one, so the tree
/// does not depend on which spanning tree was found (packages that take them one by one give rows on such a tie to either side). Group 0 is the root; a group is born at a lambda, loses rows, and dies into groups or none.
/// </remarks>
internal sealed class CondensedTree
{
    // Stands for the density of equal rows: far above any real one, and sums of it stay finite.
    private const double Densest = 1e280;
    private readonly List<int> parent = [-1], size = [];
    private readonly List<double> birth = [0];
    private readonly List<List<int>> children = [[]];

    private CondensedTree(int rows) => (GroupOf, LambdaOf) = (new int[rows], new double[rows]);

    /// <summary>The group that each row fell out of.</summary>
    public int[] GroupOf { get; }

    /// <summary>The density at which each row fell out of its group.</summary>
    public double[] LambdaOf { get; }

    public int Count => parent.Count;

    public int Parent(int group) => parent[group];

    public double Birth(int group) => birth[group];

    /// <summary>Excess of mass of each group: over its rows, the density at which they leave less the density of its birth.</summary>
    public double[] Stability { get; private set; } = [];

    /// <summary>Largest density at which a row or a group leaves each group.</summary>
    public double[] Death { get; private set; } = [];

    public static double Lambda(double distance) => distance > 0 ? Math.Min(1 / distance, Densest) : Densest;

    public static CondensedTree Of(Dendrogram tree, int minSize)
    {
        var n = tree.Rows;
        var condensed = new CondensedTree(n);
        condensed.size.Add(n);
        var group = new int[n + tree.Merges.Count];          // the condensed group of each node that is still in one
        Array.Fill(group, -1);
        group[^1] = 0;
        for (var m = tree.Merges.Count - 1; m >= 0; m--)
        {
            var here = group[n + m];
            if (here < 0) continue;
            var height = tree.Merges[m].Height;
            var lambda = Lambda(height);
            var (big, small) = Parts(tree, n + m, height, minSize);
            foreach (var part in big) group[part] = big.Count == 1 ? here : condensed.Add(here, lambda, Size(tree, part));
            foreach (var part in small) condensed.Fall(tree, part, here, lambda);
        }
        condensed.Measure();
        return condensed;
    }

    /// <summary>What a node falls apart into at its height: merges of equal height happen at once, whatever their order in the tree.</summary>
    private static (List<int> Big, List<int> Small) Parts(Dendrogram tree, int node, double height, int minSize)
    {
        var (big, small, open) = (new List<int>(), new List<int>(), new Stack<int>([node]));
        while (open.TryPop(out var next))
        {
            if (next >= tree.Rows && tree.Merges[next - tree.Rows].Height == height)
            {
                open.Push(tree.Merges[next - tree.Rows].Right);
                open.Push(tree.Merges[next - tree.Rows].Left);
            }
            else
            {
                (Size(tree, next) >= minSize ? big : small).Add(next);
            }
        }
        return (big, small);
    }

    private static int Size(Dendrogram tree, int node) => node < tree.Rows ? 1 : tree.Merges[node - tree.Rows].Size;

    /// <summary>The groups taken, ascending: the most stable ones (excess of mass), or the leaves.</summary>
    public List<int> Select(bool leaves, bool allowRoot)
    {
        var taken = new bool[Count];
        var best = (double[])Stability.Clone();
        for (var group = Count - 1; group >= (allowRoot ? 0 : 1); group--)
        {
            var below = children[group].Sum(child => best[child]);
            taken[group] = leaves ? children[group].Count == 0 : below <= Stability[group];
            if (taken[group]) Untake(group);
            else best[group] = below;
        }
        return [.. Enumerable.Range(0, Count).Where(group => taken[group])];

        void Untake(int group)
        {
            foreach (var child in children[group])
            {
                taken[child] = false;
                Untake(child);
            }
        }
    }

    private int Add(int above, double lambda, int rows)
    {
        parent.Add(above);
        birth.Add(lambda);
        size.Add(rows);
        children.Add([]);
        children[above].Add(Count - 1);
        return Count - 1;
    }

    private void Fall(Dendrogram tree, int node, int group, double lambda)
    {
        var open = new Stack<int>([node]);
        while (open.TryPop(out var next))
        {
            if (next < tree.Rows)
            {
                (GroupOf[next], LambdaOf[next]) = (group, lambda);
                continue;
            }
            open.Push(tree.Merges[next - tree.Rows].Left);
            open.Push(tree.Merges[next - tree.Rows].Right);
        }
    }

    private void Measure()
    {
        (Stability, Death) = (new double[Count], new double[Count]);
        for (var i = 0; i < GroupOf.Length; i++) Leave(GroupOf[i], LambdaOf[i], 1);
        for (var group = 1; group < Count; group++) Leave(parent[group], birth[group], size[group]);

        void Leave(int group, double lambda, int rows)
        {
            Stability[group] += (lambda - birth[group]) * rows;
            Death[group] = Math.Max(Death[group], lambda);
        }
    }
}
