namespace UserSegments.Profiles;

/// <summary>A facet given by words: what somebody says who speaks well of it, and what somebody says who speaks ill of it.</summary>
/// <param name="Name">What the facet is called.</param>
/// <param name="Praise">Words or phrases, lower case; English ones match whole words, a final * any ending, Chinese ones any place.</param>
/// <param name="Blame">Words or phrases of the other side; may be empty for a plain topic.</param>
public sealed record FacetSeed(string Name, IReadOnlyList<string> Praise, IReadOnlyList<string> Blame);
