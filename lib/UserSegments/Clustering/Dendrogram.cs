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
