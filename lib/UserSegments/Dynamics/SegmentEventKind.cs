namespace UserSegments.Dynamics;

/// <summary>What can happen to a segment from one window to the next.</summary>
public enum SegmentEventKind
{
    /// <summary>A segment appears whose people were not together before.</summary>
    Birth,

    /// <summary>A segment ends and its people scatter or leave.</summary>
    Death,

    /// <summary>A segment goes on and a part of it becomes a segment of its own.</summary>
    Split,

    /// <summary>A segment ends and most of its people join another that goes on.</summary>
    Merge,

    /// <summary>A part of a segment's people joins another that was there; both go on.</summary>
    Migration,

    /// <summary>A segment that goes on has a clearly larger share of all people.</summary>
    Growth,

    /// <summary>A segment that goes on has a clearly smaller share of all people.</summary>
    Shrink,
}
