namespace UserSegments.Recommendation;

/// <summary>One ground of a recommendation.</summary>
/// <param name="Facet">The facet that carried the score; empty for the ground of popularity.</param>
/// <param name="Contribution">What the facet gave to the score; the number of people for popularity.</param>
/// <param name="Evidence">Positions among the person's own interactions that show the facet; empty for popularity.</param>
public sealed record ReasonPart(string Facet, float Contribution, IReadOnlyList<int> Evidence);
