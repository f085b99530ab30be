namespace UserSegments.Display;

/// <summary>Counts of bins that touch each other.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Edges">(n + 1) borders of the bins, ascending.</param>
/// <param name="Counts">(n) heights.</param>
public sealed record HistogramTrace(string Name, IReadOnlyList<double> Edges, IReadOnlyList<double> Counts) : Trace(Name)
{
    /// <summary>0 (unseen) to 1 (opaque).</summary>
    public double Opacity { get; init; } = 0.85;

    internal override void Extend(Extent x, Extent y)
    {
        Numerics.Check.SameLength(Edges.Count, Counts.Count + 1, nameof(Edges), "counts, plus one");
        x.Add(Edges);
        y.Add(0);
        y.Add(Counts);
    }
}
