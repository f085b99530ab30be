namespace UserSegments.Clustering;

/// <summary>The rows of every group side by side, ascending within a group (a counting sort); noise is left out.</summary>
internal sealed class RowsByGroup
{
    private readonly int[] starts;

    private RowsByGroup(int[] starts, int[] rows) => (this.starts, Rows) = (starts, rows);

    /// <summary>All rows that have a group, group after group.</summary>
    public int[] Rows { get; }

    public static RowsByGroup Of(ReadOnlySpan<int> labels, int count)
    {
        var starts = new int[count + 1];
        foreach (var label in labels)
        {
            if (label >= 0) starts[label + 1]++;
        }
        for (var group = 0; group < count; group++) starts[group + 1] += starts[group];
        var next = starts.AsSpan(0, count).ToArray();
        var rows = new int[starts[count]];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= 0) rows[next[labels[i]]++] = i;
        }
        return new RowsByGroup(starts, rows);
    }

    public int Start(int group) => starts[group];

    public ReadOnlySpan<int> Members(int group) => Rows.AsSpan(starts[group]..starts[group + 1]);
}
