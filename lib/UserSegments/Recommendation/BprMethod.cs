namespace UserSegments.Recommendation;

/// <summary>BPR.</summary>
/// <param name="Options">Factors, epochs, step.</param>
public sealed record BprMethod(BprOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new Bpr(Options);
}
