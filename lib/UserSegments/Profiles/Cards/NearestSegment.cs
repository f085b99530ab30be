namespace UserSegments.Profiles;

/// <summary>The segment that lies nearest, and what separates the two.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Distance">Euclidean distance of the means, in the units of the vectors.</param>
/// <param name="MoreHere">Terms that this segment has more often than that one.</param>
/// <param name="MoreThere">Terms that that segment has more often than this one.</param>
public sealed record NearestSegment(int Segment, double Distance, IReadOnlyList<string> MoreHere, IReadOnlyList<string> MoreThere);
