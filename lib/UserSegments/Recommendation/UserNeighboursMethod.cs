namespace UserSegments.Recommendation;

/// <summary>User neighbours.</summary>
/// <param name="Options">Neighbours, similarity, shrinkage.</param>
public sealed record UserNeighboursMethod(NeighbourOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new UserNeighbours(Options);
}
