namespace UserSegments.Display;

/// <summary>How an axis places what it is given.</summary>
public enum AxisKind
{
    /// <summary>Equal steps.</summary>
    Linear,

    /// <summary>Equal factors; only numbers above 0 are shown.</summary>
    Logarithmic,

    /// <summary>Names in the order given; the first is left or on top.</summary>
    Category,
}
