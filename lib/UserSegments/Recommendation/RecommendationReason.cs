namespace UserSegments.Recommendation;

/// <summary>Why an item is recommended to a person.</summary>
/// <param name="User">Index of the user.</param>
/// <param name="Item">Index of the item.</param>
/// <param name="Text">The sentence; empty where there is no evidence for any.</param>
/// <param name="Parts">Its grounds, the strongest first; empty where there are none.</param>
public sealed record RecommendationReason(int User, int Item, string Text, IReadOnlyList<ReasonPart> Parts)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Text;
}
