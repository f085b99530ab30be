using UserSegments.Clustering;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>The top of a tree of merges: its last merges, coloured by the groups of a cut.</summary>
    /// <param name="tree">The merges.</param>
    /// <param name="groups">Number of groups of the cut, which is drawn; null: no cut.</param>
    /// <param name="leaves">Branches that are shown at most, 2 or more; what lies below a branch is one leaf, named by its number of rows.</param>
    /// <param name="title">The finding; null: the largest gap between heights.</param>
    /// <param name="names">(n) names of the rows, shown where a leaf is a single row; null: their number.</param>
    /// <param name="yTitle">What the heights measure.</param>
    /// <remarks>Colours are those of <c>tree.Cut(groups)</c>'s labels. O(n) time and memory.</remarks>
    public static Figure Dendrogram(Dendrogram tree, int? groups = null, int leaves = 30, string? title = null, IReadOnlyList<string>? names = null, string yTitle = "height of the merge")
    {
        ArgumentNullException.ThrowIfNull(tree);
        Check.AtLeast(leaves, 2);
        if (groups is { } wanted) Check.InRange(wanted, 1, Math.Max(1, tree.Rows), nameof(groups));
        if (names is not null) Check.SameLength(names.Count, tree.Rows, nameof(names), "the tree's rows");
        return new DendrogramDrawing(tree.Rows, [.. tree.Merges.Select(merge => (merge.Left, merge.Right, merge.Height, merge.Size))], leaves, groups, names).Draw(title, yTitle);
    }
}
