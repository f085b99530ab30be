namespace UserSegments.Profiles;

/// <summary>What a sentence is about; the order is that of reading.</summary>
internal enum DescriptionTopic
{
    Nothing,
    Overview,
    Categories,
    Details,
    Recent,
    Faded,
    Praise,
    Blame,
    Liked,
    Disliked,
    Ratings,
    Repeats,
    Tags,
    Price,
    LowRatedCategory,
    SplitItem,
    SplitFacet,
}
