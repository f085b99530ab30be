using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Any candidate, each as likely as the other: the floor.</summary>
public sealed class UniformPolicy : IFeedbackPolicy
{
    /// <inheritdoc/>
    public string Name => "uniform";

    /// <inheritdoc/>
    public int Choose(FeedbackRound round, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(rng);
        return rng.NextInt(round.Items.Length);
    }

    /// <inheritdoc/>
    public void Learn(FeedbackRound round, int choice, double reward)
    {
    }
}
