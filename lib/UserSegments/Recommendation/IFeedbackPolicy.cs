using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Chooses what to show, and learns from the reaction.</summary>
public interface IFeedbackPolicy
{
    /// <summary>What it is called in reports.</summary>
    string Name { get; }

    /// <summary>Chooses a candidate.</summary>
    /// <param name="round">Who is here and what could be shown.</param>
    /// <param name="rng">The only source of chance.</param>
    /// <returns>Index of the candidate.</returns>
    int Choose(FeedbackRound round, Rng rng);

    /// <summary>Takes note of a reaction.</summary>
    /// <param name="round">The round.</param>
    /// <param name="choice">The candidate that was shown.</param>
    /// <param name="reward">What came of it: 1 for a click, 0 for none.</param>
    void Learn(FeedbackRound round, int choice, double reward);
}
