using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>A tree of merges over n rows, in SciPy's form, and the partitions it holds.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Text])]
public sealed class Dendrogram : IDisplayable
{
    internal Dendrogram(int rows, Merge[] merges, string algorithm) => (Rows, Merges, Algorithm) = (rows, merges, algorithm);

    /// <summary>Number of rows, n.</summary>
    public int Rows { get; }

    /// <summary>n - 1 merges in the order in which they happen.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <summary>What made it, in words.</summary>
    public string Algorithm { get; }

    /// <summary>The partition into a number of groups: the last k - 1 merges are undone.</summary>
    /// <param name="k">1 to n.</param>
    /// <returns>Groups numbered in the order of their first rows.</returns>
    public Clustering Cut(int k) => Partition(Rows - Check.InRange(k, 1, Rows), string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, k = {k}"));

    /// <summary>The partition whose groups merged at no more than a height.</summary>
    /// <param name="height">At least 0, in the units of the rows.</param>
    /// <returns>Groups numbered in the order of their first rows.</returns>
    /// <remarks>Where heights fall (centroid linkage), a merge counts only if all merges below it do, as SciPy's fcluster has it.</remarks>
    public Clustering CutAt(double height)
    {
        Check.NotNegative(height);
        var highest = new double[Merges.Count];
        for (var i = 0; i < Merges.Count; i++)
            highest[i] = Math.Max(Merges[i].Height, Math.Max(Highest(Merges[i].Left), Highest(Merges[i].Right)));
        return Partition(i => highest[i] <= height, string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, cut at {height:G4}"));

        double Highest(int group) => group < Rows ? 0 : highest[group - Rows];
    }

    /// <summary>The partition whose groups hold no merge, at any depth, with an inconsistency above a threshold (SciPy's fcluster, "inconsistent").</summary>
    /// <param name="threshold">At least 0.</param>
    /// <param name="depth">Levels looked at below each merge, its own counted; at least 1.</param>
    /// <returns>Groups numbered in the order of their first rows.</returns>
    public Clustering CutInconsistent(double threshold, int depth = 2)
    {
        Check.NotNegative(threshold);
        var coefficients = Inconsistencies(depth);
        var largest = new double[Merges.Count];
        for (var i = 0; i < largest.Length; i++)
            largest[i] = Math.Max(coefficients[i].Coefficient, Math.Max(Largest(Merges[i].Left), Largest(Merges[i].Right)));
        return Partition(i => largest[i] <= threshold, string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, inconsistency up to {threshold:G4}"));

        double Largest(int group) => group < Rows ? 0 : largest[group - Rows];
    }

    /// <summary>For each merge, how far its height stands out from those of the merges just below it (Jain and Dubes, 1988; SciPy's inconsistent).</summary>
    /// <param name="depth">Levels looked at, the merge's own counted; at least 1.</param>
    public Inconsistency[] Inconsistencies(int depth = 2)
    {
        Check.AtLeast(depth, 1);
        var result = new Inconsistency[Merges.Count];
        var heights = new List<double>();
        for (var i = 0; i < result.Length; i++)
        {
            heights.Clear();
            Collect(Rows + i, depth);
            var mean = heights.Average();
            var deviation = heights.Count < 2 ? 0 : Math.Sqrt(heights.Sum(height => (height - mean) * (height - mean)) / (heights.Count - 1));
            result[i] = new Inconsistency(mean, deviation, heights.Count, deviation > 0 ? (Merges[i].Height - mean) / deviation : 0);
        }
        return result;

        void Collect(int group, int levels)
        {
            if (group < Rows || levels == 0) return;
            heights.Add(Merges[group - Rows].Height);
            Collect(Merges[group - Rows].Left, levels - 1);
            Collect(Merges[group - Rows].Right, levels - 1);
        }
    }

    /// <summary>The rows in the order in which a drawing without crossings shows them: at each merge the left group first.</summary>
    public int[] Leaves()
    {
        if (Merges.Count == 0) return [.. Enumerable.Range(0, Rows)];
        var leaves = new List<int>(Rows);
        var open = new Stack<int>([Rows + Merges.Count - 1]);
        while (open.TryPop(out var group))
        {
            if (group < Rows)
            {
                leaves.Add(group);
                continue;
            }
            open.Push(Merges[group - Rows].Right);
            open.Push(Merges[group - Rows].Left);
        }
        return [.. leaves];
    }

    /// <summary>The rows in the order, among all without crossings, in which neighbours lie nearest (Bar-Joseph et al., 2001).</summary>
    /// <param name="points">(n, d) the rows; at most 5,000, as it takes O(n^2) memory and up to O(n^3) time.</param>
    /// <exception cref="ArgumentException">The rows are not as many as the dendrogram's, or too many.</exception>
    public int[] OptimalLeaves(Matrix points)
    {
        Check.Finite(points);
        Check.SameLength(points.Rows, Rows, nameof(points), "the dendrogram");
        if (Rows > 5000) throw new ArgumentException($"points has {Rows} rows, expected at most 5000; draw a cut of the tree instead.", nameof(points));
        return LeafOrder.Optimal(this, points);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var lines = Merges.Reverse().Take(8).Select((merge, i) =>
            string.Create(CultureInfo.InvariantCulture, $"| {i + 1} | {merge.Height:G5} | {merge.Size} |"));
        return new Dictionary<string, string>
        {
            [MimeTypes.Text] = ToString(),
            [MimeTypes.Markdown] = $"{ToString()}\n\n| groups left | height of the merge | rows |\n| --- | --- | --- |\n{string.Join('\n', lines)}\n",
        };
    }

    /// <summary>One line: algorithm, rows, height of the root.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}: {Rows} rows, {Merges.Count} merges, root at {(Merges.Count == 0 ? 0 : Merges[^1].Height):G5}");

    /// <summary>Merges named by any row of each side, in any order: sorted by height (ties by order) and renumbered.</summary>
    internal static Dendrogram Sorted(int rows, (int A, int B, double Height)[] merges, string algorithm) =>
        InOrder(rows, [.. merges.OrderBy(merge => merge.Height)], algorithm);

    /// <summary>Merges named by any row of each side, kept in order and renumbered.</summary>
    internal static Dendrogram InOrder(int rows, (int A, int B, double Height)[] merges, string algorithm)
    {
        var sets = new DisjointSets(rows);
        var (name, size) = (Enumerable.Range(0, rows).ToArray(), new int[rows]);
        Array.Fill(size, 1);
        var named = new Merge[merges.Length];
        for (var i = 0; i < merges.Length; i++)
        {
            var (a, b) = (sets.Find(merges[i].A), sets.Find(merges[i].B));
            var together = size[a] + size[b];
            named[i] = new Merge(Math.Min(name[a], name[b]), Math.Max(name[a], name[b]), merges[i].Height, together);
            var root = sets.Union(a, b);
            (name[root], size[root]) = (rows + i, together);
        }
        return new Dendrogram(rows, named, algorithm);
    }

    private Clustering Partition(int merges, string algorithm) => Partition(i => i < merges, algorithm);

    /// <summary>Applies the merges that are wanted.</summary>
    internal Clustering Partition(Func<int, bool> wanted, string algorithm)
    {
        var sets = new DisjointSets(Rows);
        var member = new int[Rows + Merges.Count];
        for (var i = 0; i < Rows; i++) member[i] = i;
        for (var i = 0; i < Merges.Count; i++)
        {
            member[Rows + i] = member[Merges[i].Left];
            if (wanted(i)) sets.Union(member[Merges[i].Left], member[Merges[i].Right]);
        }
        return new Clustering(sets.Labels(), algorithm);
    }
}
