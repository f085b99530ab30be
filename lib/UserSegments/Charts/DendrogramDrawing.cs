using System.Globalization;
using UserSegments.Display;

namespace UserSegments.Charts;

/// <summary>Places the branches of a tree: leaves side by side, each merge over the middle of its two sides.</summary>
internal sealed class DendrogramDrawing
{
    private const int Above = -2;                                           // a merge above the cut joins groups and has no group's colour
    private readonly int rows;
    private readonly (int Left, int Right, double Height, int Size)[] merges;
    private readonly int first;                                             // the first merge that is shown
    private readonly int? groups;
    private readonly IReadOnlyList<string>? names;
    private readonly Dictionary<int, List<(double X, double Y)[]>> branches = [];
    private readonly List<(double Value, string Text)> ticks = [];
    private readonly int[] firstRow, groupOf;

    public DendrogramDrawing(int rows, (int Left, int Right, double Height, int Size)[] merges, int leaves, int? groups, IReadOnlyList<string>? names)
    {
        (this.rows, this.merges, this.groups, this.names) = (rows, merges, groups, names);
        first = Math.Max(0, merges.Length - (leaves - 1));
        firstRow = new int[rows + merges.Length];
        for (var i = 0; i < rows; i++) firstRow[i] = i;
        for (var i = 0; i < merges.Length; i++) firstRow[rows + i] = Math.Min(firstRow[merges[i].Left], firstRow[merges[i].Right]);
        groupOf = Groups();
    }

    public Figure Draw(string? title, string yTitle)
    {
        if (merges.Length > 0) Place(rows + merges.Length - 1);
        var traces = branches.OrderBy(branch => branch.Key).Select(branch => (Trace)new PathTrace(branch.Key == Above || groups is null ? "" : $"segment {branch.Key.ToString(CultureInfo.InvariantCulture)}", branch.Value)
        {
            Colour = branch.Key == Above || groups is null ? "#5A5A5A" : Palette.Colour(branch.Key),
            Width = 1.6,
        }).ToList();
        if (groups is > 1 && groups <= merges.Length) traces.Add(new ReferenceLine(Cut(groups.Value), $"cut: {groups.Value.ToString(CultureInfo.InvariantCulture)} groups") { Colour = "#B2182B" });
        return new Figure(title ?? Finding())
        {
            X = new Axis(first == 0 ? "rows" : "rows below each branch") { Ticks = ticks, Minimum = -0.7, Maximum = Math.Max(1, ticks.Count) - 0.3, Grid = false },
            Y = new Axis(yTitle) { IncludeZero = true, Minimum = merges.Length > 0 && merges.Min(merge => merge.Height) >= 0 ? 0 : null },
            Traces = traces,
            Note = first == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"The last {merges.Length - first:N0} of {merges.Length:N0} merges of {rows:N0} rows."),
        };
    }

    /// <summary>The group that each node of the tree lies in, <see cref="Above"/> for those that join groups.</summary>
    private int[] Groups()
    {
        var group = new int[rows + merges.Length];
        if (groups is not { } count) return group;
        var cut = rows + merges.Length - (count - 1);                       // nodes from here on are undone by the cut
        var tops = Enumerable.Range(cut, group.Length - cut).SelectMany(node => new[] { merges[node - rows].Left, merges[node - rows].Right }).Where(node => node < cut).ToList();
        if (count == 1 && group.Length > 0) tops = [group.Length - 1];
        // Numbered in the order of their first rows, as the cut's labels are.
        var number = tops.OrderBy(node => firstRow[node]).Select((node, i) => (node, i)).ToDictionary(x => x.node, x => x.i);
        for (var node = group.Length - 1; node >= 0; node--)
        {
            if (node >= cut) group[node] = Above;
            else if (number.TryGetValue(node, out var own)) group[node] = own;
            if (node < rows || node >= cut) continue;
            (group[merges[node - rows].Left], group[merges[node - rows].Right]) = (group[node], group[node]);
        }
        return group;
    }

    /// <summary>Halfway between the heights of the last merge kept and the first undone.</summary>
    private double Cut(int count)
    {
        var undone = merges[merges.Length - (count - 1)].Height;
        var kept = count <= merges.Length - 1 ? merges[merges.Length - count].Height : 0;
        return (undone + kept) / 2;
    }

    private string Finding()
    {
        if (merges.Length < 2) return "The tree has fewer than two merges";
        var candidates = Enumerable.Range(2, Math.Min(19, merges.Length - 1)).Select(k => (k, Gap: merges[merges.Length - k + 1].Height - merges[merges.Length - k].Height));
        return string.Create(CultureInfo.InvariantCulture, $"The largest gap between heights speaks for {candidates.MaxBy(x => x.Gap).k} groups");
    }

    /// <summary>Places a node and everything below it; returns where its stem stands and how high it begins.</summary>
    private (double X, double Height) Place(int node)
    {
        if (node < rows + first)
        {
            ticks.Add((ticks.Count, node < rows
                ? names?[node] ?? node.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"({merges[node - rows].Size})")));
            return (ticks.Count - 1, 0);
        }
        var merge = merges[node - rows];
        var (left, right) = (Place(merge.Left), Place(merge.Right));
        if (!branches.TryGetValue(groupOf[node], out var lines)) branches[groupOf[node]] = lines = [];
        // Stems below the cut keep their own group's colour although the bar over them has none.
        lines.Add([(left.X, merge.Height), (right.X, merge.Height)]);
        Stem(merge.Left, left, merge.Height);
        Stem(merge.Right, right, merge.Height);
        return ((left.X + right.X) / 2, merge.Height);
    }

    private void Stem(int node, (double X, double Height) at, double top)
    {
        if (!branches.TryGetValue(groupOf[node], out var lines)) branches[groupOf[node]] = lines = [];
        lines.Add([(at.X, at.Height), (at.X, top)]);
    }
}
