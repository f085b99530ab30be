using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Density-based cluster validation (Moulavi et al., 2014): are groups denser inside than what lies between them? -1 to 1, higher is better.</summary>
/// <remarks>
/// Unlike the silhouette it does not ask for round groups. Noise lowers the score: groups count by their share of all rows. O(sum of n_g^2 d) time
/// and O(n) memory for the insides, O(n^2 d) for the gaps. Core distances use the d-th power, taken in logarithms.
/// </remarks>
public static class Dbcv
{
    /// <summary>The index of a partition.</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <param name="labels">(n) group of each row, -1 for noise.</param>
    /// <exception cref="ArgumentException">Fewer than two groups of at least 2 rows, lengths that differ, or a value that is not finite.</exception>
    public static double Of(Matrix points, int[] labels)
    {
        var groups = Groups(points, labels);
        var n = (double)labels.Length;
        var k = groups.Length;
        var apart = new double[k, k];
        Blocks.For(k, 1, (a, _, _) =>
        {
            for (var b = a + 1; b < k; b++) apart[a, b] = Separation(points, groups[a], groups[b]);
        });
        var sum = 0.0;
        for (var a = 0; a < k; a++)
        {
            var nearest = double.PositiveInfinity;
            for (var b = 0; b < k; b++)
            {
                if (a != b) nearest = Math.Min(nearest, apart[Math.Min(a, b), Math.Max(a, b)]);
            }
            var larger = Math.Max(nearest, groups[a].Sparseness);
            if (larger > 0) sum += groups[a].Size / n * ((nearest - groups[a].Sparseness) / larger);
        }
        return sum;
    }

    private sealed record Group(int Size, int[] Inner, double[] InnerCore, double Sparseness);

    private static Group[] Groups(Matrix points, int[] labels)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(labels);
        GroupingCheck.Labels(labels, points.Rows);
        var count = labels.Length == 0 ? 0 : labels.Max() + 1;
        var rows = RowsByGroup.Of(labels, count);
        var filled = Enumerable.Range(0, count).Where(group => rows.Members(group).Length > 1).ToArray();
        if (filled.Length < 2)
            throw new ArgumentException($"labels hold {filled.Length} groups of at least 2 rows (noise left out), expected at least 2.", nameof(labels));
        var inside = new Group[filled.Length];
        Blocks.For(filled.Length, 1, (g, _, _) => inside[g] = Inside(points, rows.Members(filled[g]).ToArray()));
        return inside;
    }

    /// <summary>The inner nodes of a group's mutual-reachability tree, their core distances, and its longest inner edge.</summary>
    private static Group Inside(Matrix points, int[] members)
    {
        var rows = points.SelectRows(members);
        var core = Core(rows);
        var edges = Tree(rows, core);
        var degree = new int[members.Length];
        foreach (var (a, b, _) in edges)
        {
            degree[a]++;
            degree[b]++;
        }
        var inner = Enumerable.Range(0, members.Length).Where(i => degree[i] > 1).ToArray();
        var between = edges.Where(edge => degree[edge.A] > 1 && degree[edge.B] > 1).ToArray();
        if (inner.Length == 0) inner = [0];
        var sparseness = (between.Length > 0 ? between : edges).Max(edge => edge.Height);
        return new Group(members.Length, Array.ConvertAll(inner, i => members[i]), Array.ConvertAll(inner, i => core[i]), sparseness);
    }

    /// <summary>Prim's tree of mutual reachability; of equal distances the lowest row number is taken, for the new row and for its parent.</summary>
    /// <remarks>All-points core distances make many edges equal, and the inner nodes depend on which are taken: this is the rule of the hdbscan package.</remarks>
    private static (int A, int B, double Height)[] Tree(Matrix rows, double[] core)
    {
        var n = rows.Rows;
        var edges = new (int, int, double)[n - 1];
        var (distance, inside) = (new double[n], new bool[n]);
        Array.Fill(distance, double.PositiveInfinity);
        var current = 0;
        inside[0] = true;
        for (var e = 0; e < edges.Length; e++)
        {
            var from = current;
            current = -1;
            for (var j = 0; j < n; j++)
            {
                if (inside[j]) continue;
                distance[j] = Math.Min(distance[j], Reach(from, j));
                if (current < 0 || distance[j] < distance[current]) current = j;
            }
            var parent = 0;
            while (!inside[parent] || Math.Abs(Reach(current, parent) - distance[current]) > 1e-8 + (1e-5 * distance[current])) parent++;
            inside[current] = true;
            edges[e] = (parent, current, distance[current]);
        }
        return edges;

        double Reach(int i, int j) => Math.Max(Math.Max(core[i], core[j]), Math.Sqrt(Euclid.SquaredExactly(rows.Row(i), rows.Row(j))));
    }

    /// <summary><c>((sum over others of distance^-d) / (n - 1))^(-1/d)</c>, in logarithms; 0 if a row has a double.</summary>
    private static double[] Core(Matrix rows)
    {
        var (n, d) = (rows.Rows, rows.Columns);
        var core = new double[n];
        Blocks.For(n, 16, (_, start, end) =>
        {
            var logs = new double[n];
            for (var i = start; i < end; i++)
            {
                var most = double.NegativeInfinity;
                for (var j = 0; j < n; j++)
                {
                    logs[j] = j == i ? double.NegativeInfinity : -0.5 * d * Math.Log(Euclid.SquaredExactly(rows.Row(i), rows.Row(j)));
                    most = Math.Max(most, logs[j]);
                }
                if (double.IsPositiveInfinity(most)) continue;
                var sum = 0.0;
                foreach (var log in logs) sum += Math.Exp(log - most);
                core[i] = Math.Exp(-(most + Math.Log(sum / (n - 1))) / d);
            }
        });
        return core;
    }

    private static double Separation(Matrix points, Group a, Group b)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < a.Inner.Length; i++)
        {
            for (var j = 0; j < b.Inner.Length; j++)
            {
                var reach = Math.Max(a.InnerCore[i], b.InnerCore[j]);
                if (reach >= least) continue;
                least = Math.Min(least, Math.Max(reach, Math.Sqrt(Euclid.SquaredExactly(points.Row(a.Inner[i]), points.Row(b.Inner[j])))));
            }
        }
        return least;
    }
}
