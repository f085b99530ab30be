using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Any recommender whose list is put in an order that trades a little accuracy for variety: maximal marginal relevance (Carbonell and Goldstein, 1998).</summary>
/// <remarks>
/// Of the first candidates by score the next place goes to the largest <c>(1 - λ) · score - λ · largest cosine to what is above</c>, scores brought
/// to 0 .. 1 among them. Items behind the candidates keep their order. What a user had does not compete. O(depth · candidates · d) a user.
/// </remarks>
public sealed class Diversified : IRecommender
{
    private readonly IRecommender inner;
    private readonly Matrix vectors;
    private readonly float trade;
    private readonly int candidates, depth;

    /// <summary>Makes the recipe.</summary>
    /// <param name="inner">What scores.</param>
    /// <param name="itemVectors">(items, d): what alike means.</param>
    /// <param name="trade">λ, 0 (as scored) to 1 (variety alone).</param>
    /// <param name="candidates">How many of the best compete, at least <paramref name="depth"/>.</param>
    /// <param name="depth">Places that are filled anew.</param>
    public Diversified(IRecommender inner, Matrix itemVectors, double trade, int candidates = 100, int depth = 20)
    {
        ArgumentNullException.ThrowIfNull(inner);
        vectors = Check.Finite(itemVectors).NormalizeRows();
        (this.inner, this.trade, this.depth) = (inner, (float)Check.InRange(trade, 0.0, 1.0), Check.AtLeast(depth, 1));
        this.candidates = Check.AtLeast(candidates, depth);
    }

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"{inner.Name}, varied {trade:0.##}");

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.SameLength(vectors.Rows, train.Items.Count, "The item vectors", "the data set");
        return new Model(Name, inner.Fit(train, cancellation), InteractionMatrix.Binary(train), this);
    }

    private sealed class Model(string name, IScorer inner, SparseMatrix histories, Diversified recipe) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            inner.Score(user, scores);
            foreach (var item in histories.RowIndices(user)) scores[item] = float.NegativeInfinity;
            var best = new int[Math.Min(recipe.candidates, scores.Length)];
            best = best[..TopItems.Select(scores, best)];
            if (best.Length == 0) return;
            var (top, low) = (scores[best[0]], scores[best[^1]]);
            var span = top > low ? top - low : 1;
            var nearest = new float[best.Length];                             // largest cosine to what was placed
            var order = new int[Math.Min(recipe.depth, best.Length)];
            var placed = new bool[best.Length];
            for (var place = 0; place < order.Length; place++)
            {
                var (chosen, value) = (-1, float.NegativeInfinity);
                for (var c = 0; c < best.Length; c++)
                {
                    if (placed[c]) continue;
                    var gain = (1 - recipe.trade) * (scores[best[c]] - low) / span - recipe.trade * nearest[c];
                    if (gain > value) (chosen, value) = (c, gain);
                }
                placed[chosen] = true;
                order[place] = best[chosen];
                var vector = recipe.vectors.Row(best[chosen]);
                for (var c = 0; c < best.Length; c++)
                    nearest[c] = Math.Max(nearest[c], TensorPrimitives.Dot<float>(vector, recipe.vectors.Row(best[c])));
            }
            Placement.Lift(scores, order);
        }
    }
}
