namespace UserSegments.Data;

/// <summary>A list of items that was shown to a person, and what came of it.</summary>
/// <param name="User">Index into <see cref="Dataset.Users"/>.</param>
/// <param name="Time">When, in UTC; null where the source has no time.</param>
/// <param name="Items">Indices into <see cref="Dataset.Items"/>, in the order shown.</param>
/// <param name="Clicked">For each item, whether it was clicked.</param>
public sealed record Impression(int User, DateTime? Time, int[] Items, bool[] Clicked)
{
    /// <summary>For each item, whether it was bought after the click; null where the source does not say.</summary>
    public bool[]? Purchased { get; init; }
}
