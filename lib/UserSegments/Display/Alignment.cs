namespace UserSegments.Display;

/// <summary>Where the text of a table's column stands.</summary>
public enum Alignment
{
    /// <summary>Numbers to the right, the rest to the left.</summary>
    Automatic,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>In the middle.</summary>
    Centre,
}
