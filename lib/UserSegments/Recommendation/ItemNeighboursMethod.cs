namespace UserSegments.Recommendation;

/// <summary>Item neighbours.</summary>
/// <param name="Options">Neighbours, similarity, shrinkage.</param>
public sealed record ItemNeighboursMethod(NeighbourOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new ItemNeighbours(Options);
}
