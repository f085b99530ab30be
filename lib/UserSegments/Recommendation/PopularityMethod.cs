namespace UserSegments.Recommendation;

/// <summary>Popularity.</summary>
/// <param name="Options">How popularity is counted.</param>
public sealed record PopularityMethod(PopularityOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new Popularity(Options);
}
