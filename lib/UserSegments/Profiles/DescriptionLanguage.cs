namespace UserSegments.Profiles;

/// <summary>The language of a description; names of items and tags stay as the data set has them.</summary>
public enum DescriptionLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}
