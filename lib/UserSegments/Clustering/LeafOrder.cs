using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The order of leaves, among all that a dendrogram allows, in which neighbours lie nearest (Bar-Joseph, Gifford and Jaakkola, 2001).</summary>
/// <remarks>
/// O(n^2) memory and O(n^3) time at worst: for the few hundred to few thousand leaves that a picture can show. Larger trees keep their plain order.
/// </remarks>
internal sealed class LeafOrder
{
    private readonly Dendrogram tree;
    private readonly double[,] distance;
    private readonly double[,] best;            // for leaves u, w on two sides of their lowest common node: the best order of it from u to w
    private readonly int[][] members;

    private LeafOrder(Dendrogram tree, Matrix points)
    {
        var n = tree.Rows;
        (this.tree, distance, best) = (tree, new double[n, n], new double[n, n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++) distance[i, j] = distance[j, i] = Math.Sqrt(Euclid.SquaredExactly(points.Row(i), points.Row(j)));
        }
        members = new int[n + tree.Merges.Count][];
        for (var i = 0; i < n; i++) members[i] = [i];
        for (var m = 0; m < tree.Merges.Count; m++) members[n + m] = [.. members[tree.Merges[m].Left], .. members[tree.Merges[m].Right]];
    }

    public static int[] Optimal(Dendrogram tree, Matrix points)
    {
        if (tree.Rows < 3) return tree.Leaves();
        var order = new LeafOrder(tree, points);
        for (var m = 0; m < tree.Merges.Count; m++) order.Solve(m);
        var root = tree.Merges[^1];
        var (from, to, least) = (0, 0, double.PositiveInfinity);
        foreach (var u in order.members[root.Left])
        {
            foreach (var w in order.members[root.Right])
            {
                if (order.best[u, w] < least) (from, to, least) = (u, w, order.best[u, w]);
            }
        }
        var leaves = new List<int>();
        order.Write(tree.Rows + tree.Merges.Count - 1, from, to, leaves);
        return [.. leaves];
    }

    // The leaves that may stand at the inner end of a side whose outer end is u: those across its own merge from u.
    private int[] Inner(int node, int u)
    {
        if (node < tree.Rows) return members[node];
        var merge = tree.Merges[node - tree.Rows];
        return Array.IndexOf(members[merge.Left], u) >= 0 ? members[merge.Right] : members[merge.Left];
    }

    private void Solve(int m)
    {
        var (left, right) = (tree.Merges[m].Left, tree.Merges[m].Right);
        var innerLeft = members[left].ToDictionary(u => u, u => Inner(left, u));
        var innerRight = members[right].ToDictionary(w => w, w => Inner(right, w));
        Blocks.For(members[left].Length, 4, (_, start, end) =>
        {
            var reach = new double[tree.Rows];
            for (var i = start; i < end; i++)
            {
                var u = members[left][i];
                // reach[k]: the best order of the left side from u, and one step more to leaf k of the right side.
                foreach (var k in members[right])
                {
                    var least = double.PositiveInfinity;
                    foreach (var inner in innerLeft[u]) least = Math.Min(least, best[u, inner] + distance[inner, k]);
                    reach[k] = least;
                }
                foreach (var w in members[right])
                {
                    var least = double.PositiveInfinity;
                    foreach (var k in innerRight[w]) least = Math.Min(least, reach[k] + best[k, w]);
                    best[u, w] = best[w, u] = least;
                }
            }
        });
    }

    private void Write(int node, int from, int to, List<int> leaves)
    {
        if (node < tree.Rows)
        {
            leaves.Add(node);
            return;
        }
        var (left, right) = (tree.Merges[node - tree.Rows].Left, tree.Merges[node - tree.Rows].Right);
        if (Array.IndexOf(members[left], from) < 0) (left, right) = (right, left);
        var (a, b, least) = (0, 0, double.PositiveInfinity);
        foreach (var inner in Inner(left, from))
        {
            foreach (var k in Inner(right, to))
            {
                var cost = best[from, inner] + distance[inner, k] + best[k, to];
                if (cost < least) (a, b, least) = (inner, k, cost);
            }
        }
        Write(left, from, a, leaves);
        Write(right, b, to, leaves);
    }
}
