namespace UserSegments.Display;

/// <summary>Which value of a table's column is marked.</summary>
public enum Best
{
    /// <summary>None.</summary>
    None,

    /// <summary>The highest; all of them where several are shown equal.</summary>
    Highest,

    /// <summary>The lowest; all of them where several are shown equal.</summary>
    Lowest,
}
