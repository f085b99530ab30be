namespace UserSegments.Training;

/// <summary>What follows the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>The rate stays.</summary>
    Constant,

    /// <summary>The rate falls to 0 on a line.</summary>
    Linear,

    /// <summary>The rate falls to 0 on half a cosine.</summary>
    Cosine,
}
