namespace UserSegments.Profiles;

/// <summary>A term that sets a segment apart.</summary>
/// <param name="Term">The term.</param>
/// <param name="Score">What it was ranked by.</param>
/// <param name="Users">Users of the segment who have it.</param>
/// <param name="ShareInside">Their share of the segment, 0 to 1.</param>
/// <param name="ShareOutside">The share of all other users who have it, 0 to 1.</param>
public sealed record SegmentTerm(string Term, double Score, int Users, double ShareInside, double ShareOutside);
