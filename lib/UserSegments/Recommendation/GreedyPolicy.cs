using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Always the candidate that is expected to please most; with a share of random choices, epsilon-greedy.</summary>
/// <remarks>Before anything was learned all candidates are equal and the first is shown, as greedy does.</remarks>
public sealed class GreedyPolicy : LinearBandit
{
    private readonly double randomShare;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="features">Features of a candidate.</param>
    /// <param name="randomShare">Share of rounds in which any candidate is shown, 0 to 1.</param>
    /// <param name="options">Ridge and discount; its exploration is not used.</param>
    public GreedyPolicy(int features, double randomShare = 0, BanditOptions? options = null)
        : base(randomShare > 0 ? "epsilon-greedy" : "greedy", features, options) =>
        this.randomShare = Check.InRange(randomShare, 0, 1);

    private protected override void Score(Matrix features, double[] scores, Rng rng)
    {
        if (randomShare > 0 && rng.NextDouble() < randomShare)
        {
            scores[rng.NextInt(scores.Length)] = 1;
            return;
        }
        for (var k = 0; k < scores.Length; k++) scores[k] = Posterior.Predict(features.Row(k));
    }
}
