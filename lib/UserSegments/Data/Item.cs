namespace UserSegments.Data;

/// <summary>A thing that can be recommended.</summary>
/// <param name="Id">The name in the source.</param>
/// <param name="Title">What people call it; the id where the source has no title.</param>
public sealed record Item(string Id, string Title)
{
    /// <summary>Categories, genres or tags, the most important first; empty where there are none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A longer text; empty where there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Price in the currency of the source; null where unknown.</summary>
    public double? Price { get; init; }
}
