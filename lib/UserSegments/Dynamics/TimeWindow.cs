using UserSegments.Data;

namespace UserSegments.Dynamics;

/// <summary>What happened in a stretch of time.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The first instant after it.</param>
/// <param name="Interactions">What happened, in the order of time; may be empty.</param>
public sealed record TimeWindow(DateTime Start, DateTime End, IReadOnlyList<Interaction> Interactions);
