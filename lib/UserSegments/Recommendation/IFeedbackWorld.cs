using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Where rounds come from and where the true reaction is known: a simulation.</summary>
public interface IFeedbackWorld
{
    /// <summary>Draws a round.</summary>
    /// <param name="step">Number of the round; the world may change with it.</param>
    /// <param name="rng">The only source of chance.</param>
    FeedbackRound Next(int step, Rng rng);

    /// <summary>The true probability of a reaction.</summary>
    /// <param name="round">A round of this world.</param>
    /// <param name="choice">A candidate.</param>
    double Expected(FeedbackRound round, int choice);
}
