using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>How the users of a segment behave, against all users.</summary>
/// <param name="Name">What is measured of a user.</param>
/// <param name="Unit">Its unit; empty for a share or a count.</param>
/// <param name="Inside">Mean over the segment's users with its 95 % interval.</param>
/// <param name="Whole">Mean over all users.</param>
/// <param name="Users">Users of the segment of whom it is known.</param>
public sealed record SegmentMeasure(string Name, string Unit, Estimate Inside, double Whole, int Users)
{
    /// <summary>Whether the interval leaves the mean of all users out.</summary>
    public bool Differs => Inside.Low > Whole || Inside.High < Whole;
}
