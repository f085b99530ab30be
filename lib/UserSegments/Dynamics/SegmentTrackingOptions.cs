using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>How segments are recognised from window to window.</summary>
public sealed record SegmentTrackingOptions
{
    /// <summary>How much members count against centres, 0 to 1; 0.5 unless stated. Without centres, members alone count.</summary>
    public double MemberWeight { get; init => field = Check.InRange(value, 0, 1, nameof(MemberWeight)); } = 0.5;

    /// <summary>The least similarity at which a segment counts as the same, 0 to 1; 0.3 unless stated.</summary>
    public double LeastSimilarity { get; init => field = Check.InRange(value, 0, 1, nameof(LeastSimilarity)); } = 0.3;

    /// <summary>A larger share than this of a new segment's people from one old one makes it a split, and of an ended one's people into one makes it a merge; 0.5 unless stated.</summary>
    public double TransferShare { get; init => field = Check.InRange(value, 0, 1, nameof(TransferShare)); } = 0.5;

    /// <summary>The relative change of a segment's share of people from which it counts as growth or shrinking; 0.3 unless stated.</summary>
    public double SizeChange { get; init => field = Check.Positive(value, nameof(SizeChange)); } = 0.3;
}
