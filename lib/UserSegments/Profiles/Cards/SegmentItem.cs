namespace UserSegments.Profiles;

/// <summary>An item or a category that a segment has more often than the whole.</summary>
/// <param name="Name">Title of the item, or the category.</param>
/// <param name="Item">Index of the item; -1 for a category.</param>
/// <param name="Users">Users of the segment who have it.</param>
/// <param name="ShareInside">Their share of the segment, 0 to 1.</param>
/// <param name="ShareWhole">The share of all users who have it, 0 to 1.</param>
/// <param name="Lift">ShareInside / ShareWhole, shrunk towards 1 where users are few.</param>
public sealed record SegmentItem(string Name, int Item, int Users, double ShareInside, double ShareWhole, double Lift);
