namespace UserSegments.Text;

/// <summary>What cleaning does with emoji.</summary>
public enum EmojiHandling
{
    /// <summary>They stay as they are.</summary>
    Keep,

    /// <summary>They become words: 😀 "grinning face"; those without an entry in the table become "emoji".</summary>
    Name,

    /// <summary>They are taken out.</summary>
    Remove,
}
