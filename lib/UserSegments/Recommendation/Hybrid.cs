using System.Buffers;
using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>Several recommenders as one: weighted scores or fused ranks (Burke, 2002).</summary>
/// <remarks>An item that one part never recommends (minus infinity) is never recommended. A user's cost is the sum of the parts'.</remarks>
public sealed class Hybrid : IRecommender
{
    private readonly (IRecommender Recommender, double Weight)[] parts;
    private readonly HybridScale scale;

    /// <summary>Makes the recipe.</summary>
    /// <param name="name">What it is called in tables.</param>
    /// <param name="parts">Recommenders with finite weights; at least one.</param>
    /// <param name="scale">How scores are brought together.</param>
    /// <exception cref="ArgumentException">No parts, or a weight is not finite.</exception>
    public Hybrid(string name, IReadOnlyList<(IRecommender Recommender, double Weight)> parts, HybridScale scale = HybridScale.Standard)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("parts is empty, expected at least one recommender.", nameof(parts));
        foreach (var (recommender, weight) in parts)
        {
            if (!double.IsFinite(weight)) throw new ArgumentException($"The weight of {recommender.Name} is {weight}, expected a finite number.", nameof(parts));
        }
        (Name, this.parts, this.scale) = (name, [.. parts], scale);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return new Model(Name, [.. parts.Select(part => (part.Recommender.Fit(train, cancellation), (float)part.Weight))], scale);
    }

    /// <summary>Fitted parts as one scorer.</summary>
    internal static IScorer Join(string name, (IScorer, float)[] parts, HybridScale scale) => new Model(name, parts, scale);

    private sealed class Model(string name, (IScorer Scorer, float Weight)[] parts, HybridScale scale) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            var buffer = ArrayPool<float>.Shared.Rent(scores.Length);
            var own = buffer.AsSpan(0, scores.Length);
            foreach (var (scorer, weight) in parts)
            {
                scorer.Score(user, own);
                if (scale == HybridScale.Standard) Blend.Standardise(own);
                else Blend.ReciprocalRanks(own);
                Blend.Add(own, weight, scores);
            }
            ArrayPool<float>.Shared.Return(buffer);
        }

        public IScorer For(Dataset histories) => new Model(
            name,
            [
                .. parts.Select(part => part.Scorer is IFoldIn able
                    ? (able.For(histories), part.Weight)
                    : throw new NotSupportedException($"{part.Scorer.Name} cannot serve people it was not fitted to, which {name} needs.")),
            ],
            scale);
    }
}
