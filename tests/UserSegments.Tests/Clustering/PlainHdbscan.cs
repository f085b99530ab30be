using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

/// <summary>HDBSCAN* step by step as the hdbscan package does it: whole matrix, merges taken one by one, equal distances in the order of a sort.</summary>
internal static class PlainHdbscan
{
    private sealed record Node(int Parent, double Birth)
    {
        public double Stability { get; set; }

        public bool Taken { get; set; } = true;

        public List<int> Children { get; } = [];
    }

    /// <summary>Labels, -1 for noise, and the number of edges whose length is that of another one.</summary>
    public static (int[] Labels, int Tied) Fit(Matrix points, int minSize, int minPoints, bool leaves, Func<double[], int[]> sort)
    {
        var edges = Prim(Reachability(points, minPoints));
        var lengths = Array.ConvertAll(edges, edge => edge.Length);
        var merges = Merge(Array.ConvertAll(sort(lengths), e => edges[e]));
        return (Label(merges, minSize, leaves), lengths.Length - lengths.Distinct().Count());
    }

    /// <summary>The order of numpy.argsort in NumPy 1.24: quicksort by the median of three, short stretches by insertion; not stable.</summary>
    public static int[] NumpyOrder(double[] v)
    {
        var order = Enumerable.Range(0, v.Length).ToArray();
        var open = new Stack<(int, int)>([(0, v.Length - 1)]);
        while (open.TryPop(out var part))
        {
            var (left, right) = part;
            while (right - left > 16)
            {
                var middle = left + ((right - left) >> 1);
                if (v[order[middle]] < v[order[left]]) Swap(middle, left);
                if (v[order[right]] < v[order[middle]]) Swap(right, middle);
                if (v[order[middle]] < v[order[left]]) Swap(middle, left);
                var (pivot, i, j) = (v[order[middle]], left, right - 1);
                Swap(middle, j);
                while (true)
                {
                    while (v[order[++i]] < pivot) { }
                    while (pivot < v[order[--j]]) { }
                    if (i >= j) break;
                    Swap(i, j);
                }
                Swap(i, right - 1);
                open.Push(i - left < right - i ? (i + 1, right) : (left, i - 1));
                (left, right) = i - left < right - i ? (left, i - 1) : (i + 1, right);
            }
            for (var i = left + 1; i <= right; i++)
            {
                for (var j = i; j > left && v[order[j]] < v[order[j - 1]]; j--) Swap(j, j - 1);
            }
        }
        return order;

        void Swap(int a, int b) => (order[a], order[b]) = (order[b], order[a]);
    }

    private static double[][] Reachability(Matrix points, int minPoints)
    {
        var all = Enumerable.Range(0, points.Rows).ToArray();
        var apart = Array.ConvertAll(all, i => Array.ConvertAll(all, j => Math.Sqrt(Euclid.SquaredExactly(points.Row(i), points.Row(j)))));
        var core = Array.ConvertAll(apart, row => row.Order().ElementAt(Math.Max(1, minPoints - 1)));
        return Array.ConvertAll(all, i => Array.ConvertAll(all, j => Math.Max(Math.Max(core[i], core[j]), apart[i][j])));
    }

    private static (int A, int B, double Length)[] Prim(double[][] reach)
    {
        var left = Enumerable.Range(1, reach.Length - 1).ToList();
        var nearest = Enumerable.Repeat(double.PositiveInfinity, reach.Length).ToArray();
        var (edges, current) = (new List<(int, int, double)>(), 0);
        while (left.Count > 0)
        {
            foreach (var j in left) nearest[j] = Math.Min(nearest[j], reach[current][j]);
            var next = left.MinBy(j => nearest[j]);
            edges.Add((current, next, nearest[next]));
            left.Remove(current = next);
        }
        return [.. edges];
    }

    private static List<(int Left, int Right, double Height, int Size)> Merge((int A, int B, double Length)[] edges)
    {
        var rows = edges.Length + 1;
        var (above, merges) = (Enumerable.Repeat(-1, 2 * rows).ToArray(), new List<(int, int, double, int Size)>());
        foreach (var (a, b, length) in edges)
        {
            var (left, right) = (Top(a), Top(b));
            above[left] = above[right] = rows + merges.Count;
            merges.Add((left, right, length, SizeOf(left) + SizeOf(right)));
        }
        return merges;

        int Top(int node) => above[node] < 0 ? node : Top(above[node]);
        int SizeOf(int node) => node < rows ? 1 : merges[node - rows].Size;
    }

    private static int[] Label(List<(int Left, int Right, double Height, int Size)> merges, int minSize, bool leaves)
    {
        var rows = merges.Count + 1;
        var nodes = new List<Node> { new(-1, 0) };
        var groupOf = new int[rows];
        Walk(2 * merges.Count, 0);
        for (var g = nodes.Count - 1; g >= 1; g--)
        {
            var below = nodes[g].Children.Sum(child => nodes[child].Stability);
            nodes[g].Taken = leaves ? nodes[g].Children.Count == 0 : below <= nodes[g].Stability;
            if (!nodes[g].Taken) nodes[g].Stability = below;
        }
        // The group nearest the root wins where one below was taken too.
        return Array.ConvertAll(groupOf, own =>
        {
            var label = -1;
            for (var g = own; g > 0; g = nodes[g].Parent)
            {
                if (nodes[g].Taken) label = g;
            }
            return label;
        });

        void Walk(int node, int group)
        {
            if (node < rows) return;
            var (left, right, height, _) = merges[node - rows];
            var lambda = 1 / height;
            var both = SizeOf(left) >= minSize && SizeOf(right) >= minSize;
            foreach (var part in new[] { left, right })
            {
                if (both) Walk(part, Born(group, lambda, SizeOf(part)));
                else if (SizeOf(part) >= minSize) Walk(part, group);
                else Fall(part, group, lambda);
            }
        }

        int Born(int parent, double lambda, int size)
        {
            nodes[parent].Stability += (lambda - nodes[parent].Birth) * size;
            nodes[parent].Children.Add(nodes.Count);
            nodes.Add(new(parent, lambda));
            return nodes.Count - 1;
        }

        void Fall(int node, int group, double lambda)
        {
            if (node < rows)
            {
                groupOf[node] = group;
                nodes[group].Stability += lambda - nodes[group].Birth;
                return;
            }
            Fall(merges[node - rows].Left, group, lambda);
            Fall(merges[node - rows].Right, group, lambda);
        }

        int SizeOf(int node) => node < rows ? 1 : merges[node - rows].Size;
    }
}
