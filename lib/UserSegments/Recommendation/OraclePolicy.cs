using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>The candidate with the highest true probability: the ceiling, known only in a simulation.</summary>
/// <param name="world">The world whose truth it knows.</param>
public sealed class OraclePolicy(IFeedbackWorld world) : IFeedbackPolicy
{
    /// <inheritdoc/>
    public string Name => "oracle";

    /// <inheritdoc/>
    public int Choose(FeedbackRound round, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(round);
        return Enumerable.Range(0, round.Items.Length).MaxBy(choice => world.Expected(round, choice));
    }

    /// <inheritdoc/>
    public void Learn(FeedbackRound round, int choice, double reward)
    {
    }
}
