namespace UserSegments.Recommendation;

/// <summary>EASE^R.</summary>
/// <param name="Options">λ, dropout, exponents.</param>
public sealed record EaseMethod(EaseOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new Ease(Options);
}
