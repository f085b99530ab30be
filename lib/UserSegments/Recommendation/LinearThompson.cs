using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Thompson sampling: coefficients are drawn from what is believed, and the best candidate under them is shown (Agrawal and Goyal, 2013).</summary>
/// <param name="features">Features of a candidate.</param>
/// <param name="options">Exploration, ridge, discount.</param>
public sealed class LinearThompson(int features, BanditOptions? options = null) : LinearBandit("Thompson", features, options)
{
    private protected override void Score(Matrix features, double[] scores, Rng rng)
    {
        var draw = Posterior.Draw(Options.Exploration, rng);
        for (var k = 0; k < scores.Length; k++) scores[k] = RidgePosterior.Dot(draw, features.Row(k));
    }
}
