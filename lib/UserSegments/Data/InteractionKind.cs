namespace UserSegments.Data;

/// <summary>What a person did with an item.</summary>
public enum InteractionKind
{
    /// <summary>Wrote about it; the value is the rating where one was given, else 1.</summary>
    Review,

    /// <summary>Rated it; the value is the rating.</summary>
    Rating,

    /// <summary>Bought it; the value is the quantity.</summary>
    Purchase,

    /// <summary>Clicked on it; the value is 1.</summary>
    Click,

    /// <summary>Listened to it; the value is the count.</summary>
    Listen,

    /// <summary>Tagged it; the text is the tag.</summary>
    Tag,
}
