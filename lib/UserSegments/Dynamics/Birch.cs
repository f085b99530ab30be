using System.Numerics.Tensors;
using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>BIRCH (Zhang, Ramakrishnan and Livny, 1996): a tree of sums that grows row by row in bounded memory, and a hierarchy over its leaves at any time.</summary>
/// <remarks>
/// A row goes down to the nearest entry and joins it if the radius of the two stays within the threshold, else it founds an entry; a node that is full is split by its farthest pair. Where
/// there are too many entries the threshold grows to the median radius of an entry joined with its nearest neighbour, and the tree is built anew from its entries. O(log(entries) · branching · d) a row,
/// O(entries · d) memory. The result depends on the order of rows. Not thread-safe; deterministic.
/// </remarks>
public sealed class Birch
{
    private readonly BirchOptions options;
    private Node root = new(true);

    /// <summary>Starts empty.</summary>
    /// <param name="options">How it runs; the defaults unless given.</param>
    public Birch(BirchOptions? options = null)
    {
        this.options = options ?? new BirchOptions();
        Threshold = this.options.Threshold;
    }

    /// <summary>Largest radius of an entry now.</summary>
    public double Threshold { get; private set; }

    /// <summary>Number of entries.</summary>
    public int Entries { get; private set; }

    /// <summary>Rows taken in.</summary>
    public long Rows { get; private set; }

    /// <summary>Takes in one row.</summary>
    /// <param name="row">(d) finite.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        if (!float.IsFinite(TensorPrimitives.Norm(row))) throw new ArgumentException("row holds a value that is not finite.", nameof(row));
        var entry = new Feature(row.Length);
        for (var i = 0; i < row.Length; i++)
        {
            entry.Sum[i] = row[i];
            entry.Squares += (double)row[i] * row[i];
        }
        entry.Count = 1;
        Rows++;
        Insert(entry);
        while (Entries > options.MostEntries) Rebuild();
    }

    /// <summary>(entries, d) the centres of the entries, in the order of the tree.</summary>
    public Matrix Centres() => Matrix.FromRows([.. Leaves(root).Select(entry => Array.ConvertAll(entry.Sum, x => (float)(x / entry.Count)))]);

    /// <summary>(entries) rows of each entry, in the order of <see cref="Centres"/>.</summary>
    public long[] Counts() => [.. Leaves(root).Select(entry => entry.Count)];

    /// <summary>The hierarchy over the entries now.</summary>
    /// <param name="linkage">How groups are compared; every entry counts once, whatever its rows.</param>
    public Dendrogram Tree(Linkage linkage = Linkage.Ward) => new Agglomerative(new AgglomerativeOptions { Linkage = linkage }).Fit(Centres());

    private void Insert(Feature entry)
    {
        if (Insert(root, entry) is not { } sibling) return;
        var top = new Node(false);
        top.Items.AddRange([Over(root), Over(sibling)]);
        root = top;
    }

    // What a node that had to be split gives away, or null.
    private Node? Insert(Node node, Feature entry)
    {
        var nearest = node.Items.Count == 0 ? -1 : Enumerable.Range(0, node.Items.Count).MinBy(i => node.Items[i].SquaredDistance(entry));
        if (node.IsLeaf)
        {
            if (nearest >= 0 && node.Items[nearest].RadiusWith(entry) <= Threshold)
            {
                node.Items[nearest].Join(entry);
                return null;
            }
            node.Items.Add(entry);
            Entries++;
        }
        else
        {
            var split = Insert(node.Items[nearest].Child!, entry);
            node.Items[nearest] = Over(node.Items[nearest].Child!);
            if (split is not null) node.Items.Add(Over(split));
        }
        return node.Items.Count > options.Branching ? Split(node) : null;
    }

    private static Node Split(Node node)
    {
        var (a, b, farthest) = (0, 1, -1.0);
        for (var i = 0; i < node.Items.Count; i++)
        {
            for (var j = i + 1; j < node.Items.Count; j++)
            {
                var distance = node.Items[i].SquaredDistance(node.Items[j]);
                if (distance > farthest) (a, b, farthest) = (i, j, distance);
            }
        }
        var (first, second) = (node.Items[a], node.Items[b]);
        var (all, sibling) = (node.Items.ToArray(), new Node(node.IsLeaf));
        node.Items.Clear();
        foreach (var item in all)
        {
            // The farthest two part even where both lie on one place.
            var side = ReferenceEquals(item, first) || (!ReferenceEquals(item, second) && item.SquaredDistance(first) <= item.SquaredDistance(second)) ? node : sibling;
            side.Items.Add(item);
        }
        return sibling;
    }

    private void Rebuild()
    {
        Feature[] entries = [.. Leaves(root)];
        var radii = new double[entries.Length];
        Blocks.For(entries.Length, 16, (_, start, end) =>
        {
            for (var i = start; i < end; i++) radii[i] = Enumerable.Range(0, entries.Length).Where(j => j != i).Min(j => entries[i].RadiusWith(entries[j]));
        });
        Array.Sort(radii);
        Threshold = Math.Max(radii[radii.Length / 2], Math.Max(1.1 * Threshold, 1e-12));
        (root, Entries) = (new Node(true), 0);
        foreach (var entry in entries) Insert(entry);
    }

    private static IEnumerable<Feature> Leaves(Node node) => node.IsLeaf ? node.Items : node.Items.SelectMany(item => Leaves(item.Child!));

    private static Feature Over(Node node)
    {
        var sum = new Feature(node.Items[0].Sum.Length) { Child = node };
        foreach (var item in node.Items) sum.Join(item);
        return sum;
    }

    private sealed class Node(bool isLeaf)
    {
        public bool IsLeaf => isLeaf;

        public List<Feature> Items { get; } = [];
    }

    // Count, linear sum and sum of squared lengths: enough for centre, radius and distance.
    private sealed class Feature(int dimension)
    {
        public long Count { get; set; }

        public double[] Sum { get; } = new double[dimension];

        public double Squares { get; set; }

        public Node? Child { get; init; }

        public void Join(Feature other)
        {
            TensorPrimitives.Add<double>(Sum, other.Sum, Sum);
            (Count, Squares) = (Count + other.Count, Squares + other.Squares);
        }

        public double SquaredDistance(Feature other)
        {
            var distance = 0.0;
            for (var i = 0; i < Sum.Length; i++)
            {
                var gap = Sum[i] / Count - other.Sum[i] / other.Count;
                distance += gap * gap;
            }
            return distance;
        }

        // Root of the mean squared distance of all rows of both from their common centre.
        public double RadiusWith(Feature other)
        {
            var (count, length) = ((double)(Count + other.Count), 0.0);
            for (var i = 0; i < Sum.Length; i++)
            {
                var mean = (Sum[i] + other.Sum[i]) / count;
                length += mean * mean;
            }
            // Below the rounding of the two sums rows are equal: an entry of equal rows has the radius 0.
            var (square, rest) = ((Squares + other.Squares) / count, (Squares + other.Squares) / count - length);
            return rest > 1e-13 * square ? Math.Sqrt(rest) : 0;
        }
    }
}
