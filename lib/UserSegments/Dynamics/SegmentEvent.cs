namespace UserSegments.Dynamics;

/// <summary>Something that happened to a segment.</summary>
/// <param name="Kind">What.</param>
/// <param name="Window">The window in which it shows, from 1.</param>
/// <param name="From">Stable ids of the segments concerned before; empty for a birth.</param>
/// <param name="To">Stable ids of the segments concerned after; empty for a death.</param>
/// <param name="Confidence">Share of the people present in both windows that support it, 0 to 1; for growth and shrinking the relative change, at most 1; of <see cref="Regrouping.Adaptive"/> what is new of a place, what a group lost, what share migrates.</param>
public sealed record SegmentEvent(SegmentEventKind Kind, int Window, IReadOnlyList<int> From, IReadOnlyList<int> To, double Confidence);
