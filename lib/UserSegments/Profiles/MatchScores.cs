using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Scores of many pairs with what each facet gave to them.</summary>
/// <param name="Scores">(pairs) the sum of each row of the contributions, plus the item's prior where the model has one.</param>
/// <param name="Contributions">(pairs, facets).</param>
public sealed record MatchScores(float[] Scores, Matrix Contributions);
