namespace UserSegments.Recommendation;

/// <summary>Random walk with restart.</summary>
/// <param name="Options">Restart, rounds, discount of popularity.</param>
public sealed record RandomWalkMethod(RandomWalkOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new RandomWalk(Options);
}
