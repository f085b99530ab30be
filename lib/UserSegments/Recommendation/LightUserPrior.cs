using System.Buffers;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>A personal recommender that leans on a prior, such as the popularity in the user's segment, while the history is short.</summary>
/// <param name="personal">What serves people with long histories.</param>
/// <param name="prior">What is believed of people who did little.</param>
/// <param name="strength">s in weight of the prior = s / (n + s), n the distinct items in training; at least 0.</param>
public sealed class LightUserPrior(IRecommender personal, IRecommender prior, double strength) : IRecommender
{
    private readonly double strength = Check.NotNegative(strength);

    /// <inheritdoc/>
    public string Name => $"{personal.Name} with {prior.Name} as prior";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) =>
        new Model(Name, personal.Fit(train, cancellation), prior.Fit(train, cancellation), InteractionMatrix.Binary(train), strength);

    private sealed class Model(string name, IScorer personal, IScorer prior, SparseMatrix histories, double strength) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            var n = histories.RowIndices(user).Length;
            personal.Score(user, scores);
            if (strength == 0) return;
            Blend.Standardise(scores);
            var buffer = ArrayPool<float>.Shared.Rent(scores.Length);
            var own = buffer.AsSpan(0, scores.Length);
            prior.Score(user, own);
            Blend.Standardise(own);
            Blend.Mix(own, (float)(strength / (n + strength)), scores);
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
