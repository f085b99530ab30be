using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>What HDBSCAN* found: groups with stabilities, how firmly each row belongs, how far out it lies, and prediction of new rows.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class HdbscanModel : IDisplayable
{
    private readonly Matrix points;
    private readonly double[] core;
    private readonly CondensedTree tree;
    private readonly int reach;
    private readonly int[] nodes;               // condensed group of each label
    private readonly int[] labelOf;             // label of each condensed group or of the taken one above it, else -1

    internal HdbscanModel(Matrix points, double[] core, CondensedTree tree, List<int> taken, HdbscanOptions options, int reach)
    {
        (this.points, this.core, this.tree, this.reach) = (points, core, tree, reach);
        nodes = [.. taken];
        labelOf = new int[tree.Count];
        for (var group = 0; group < tree.Count; group++)
        {
            var own = Array.IndexOf(nodes, group);
            labelOf[group] = own >= 0 ? own : group == 0 ? -1 : labelOf[tree.Parent(group)];
        }
        var labels = Array.ConvertAll(tree.GroupOf, group => labelOf[group]);
        (Membership, OutlierScores) = (new double[labels.Length], new double[labels.Length]);
        var deepest = Deepest();
        for (var i = 0; i < labels.Length; i++)
        {
            Membership[i] = Share(labels[i], tree.LambdaOf[i]);
            var most = deepest[tree.GroupOf[i]];
            OutlierScores[i] = most > 0 ? (most - tree.LambdaOf[i]) / most : 0;
        }
        Stability = Array.ConvertAll(nodes, node => tree.Stability[node]);
        Clustering = new Clustering(labels, $"HDBSCAN*, at least {options.MinGroupSize} rows", nodes.Length);
    }

    /// <summary>The groups; -1 is noise.</summary>
    public Clustering Clustering { get; }

    /// <summary>(n) how firmly each row belongs to its group, 0 (noise) to 1 (as dense as the group gets).</summary>
    public double[] Membership { get; }

    /// <summary>(n) GLOSH outlier score: 0 in the thick of the nearest dense region, towards 1 far out of it (Campello et al., 2015).</summary>
    public double[] OutlierScores { get; }

    /// <summary>(groups) excess of mass of each group.</summary>
    public double[] Stability { get; }

    /// <summary>Puts new rows into the groups found, which do not change.</summary>
    /// <param name="rows">(m, d), finite.</param>
    /// <returns>Label (-1 noise) and membership of each row.</returns>
    /// <remarks>A row joins the tree at its nearest old row under mutual reachability, at that density; O(m n d).</remarks>
    /// <exception cref="ArgumentException">The columns differ from those fitted, or a value is not finite.</exception>
    public (int[] Labels, double[] Membership) Predict(Matrix rows)
    {
        Check.Finite(rows);
        if (rows.Columns != points.Columns) throw new ArgumentException($"rows has {rows.Columns} columns, expected {points.Columns} as the rows fitted.", nameof(rows));
        var k = Math.Min(2 * reach, points.Rows);
        var near = NearestNeighbours.Between(rows, points, k);
        var (labels, membership) = (new int[rows.Rows], new double[rows.Rows]);
        for (var i = 0; i < rows.Rows; i++)
        {
            var distances = near.DistancesOf(i);
            var own = reach >= 2 ? distances[Math.Min(reach - 2, k - 1)] : 0;
            var (best, least) = (-1, double.PositiveInfinity);
            for (var j = 0; j < k; j++)
            {
                var apart = Math.Max(Math.Max(own, core[near.Of(i)[j]]), distances[j]);
                if (apart < least) (best, least) = (near.Of(i)[j], apart);
            }
            var lambda = CondensedTree.Lambda(least);
            var group = tree.GroupOf[best];
            while (group > 0 && tree.Birth(group) > lambda) group = tree.Parent(group);
            labels[i] = labelOf[group];
            membership[i] = Share(labels[i], lambda);
        }
        return (labels, membership);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => Clustering.ToMimeBundle();

    /// <summary>One line about the groups.</summary>
    public override string ToString() => Clustering.ToString();

    private double Share(int label, double lambda)
    {
        if (label < 0) return 0;
        var most = tree.Death[nodes[label]];
        return most > 0 ? Math.Min(lambda, most) / most : 1;
    }

    /// <summary>For each condensed group, the largest density reached in it or below it.</summary>
    private double[] Deepest()
    {
        var deepest = (double[])tree.Death.Clone();
        for (var group = tree.Count - 1; group > 0; group--)
            deepest[tree.Parent(group)] = Math.Max(deepest[tree.Parent(group)], deepest[group]);
        return deepest;
    }
}
