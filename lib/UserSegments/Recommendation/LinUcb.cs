using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>LinUCB: the highest upper bound, <c>xᵀ m + exploration sqrt(xᵀ A⁻¹ x)</c> (Li et al., 2010); with a discount below 1, D-LinUCB (Russac et al., 2019).</summary>
/// <param name="features">Features of a candidate.</param>
/// <param name="options">Exploration, ridge, discount.</param>
public sealed class LinUcb(int features, BanditOptions? options = null) : LinearBandit("LinUCB", features, options)
{
    private protected override void Score(Matrix features, double[] scores, Rng rng)
    {
        for (var k = 0; k < scores.Length; k++)
            scores[k] = Posterior.Predict(features.Row(k)) + Options.Exploration * Posterior.Width(features.Row(k));
    }
}
