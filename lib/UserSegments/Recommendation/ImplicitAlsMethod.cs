namespace UserSegments.Recommendation;

/// <summary>Implicit ALS.</summary>
/// <param name="Options">Factors, rounds, λ, α0.</param>
public sealed record ImplicitAlsMethod(ImplicitAlsOptions? Options = null) : ExperimentMethod
{
    /// <inheritdoc/>
    public override IRecommender Recipe() => new ImplicitAls(Options);
}
