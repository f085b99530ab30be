using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Items like those the user had (Sarwar et al., 2001; Deshpande and Karypis, 2004).</summary>
/// <param name="options">Neighbours of each item, similarity, shrinkage.</param>
/// <remarks>Score of i = sum over items j of the history, i among the neighbours of j, of similarity(j, i). Fit O(sum of history²); items · neighbours floats kept.</remarks>
public sealed class ItemNeighbours(NeighbourOptions? options = null) : IRecommender
{
    private readonly NeighbourOptions options = options ?? new NeighbourOptions();

    /// <inheritdoc/>
    public string Name => "item neighbours";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = InteractionMatrix.Binary(train);
        return new Model(Name, histories, Neighbours.Of(histories.Transpose(), options, cancellation));
    }

    private sealed class Model(string name, SparseMatrix histories, SparseMatrix neighbours) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            Neighbours.AddRows(neighbours, histories.RowIndices(user), histories.RowValues(user), scores);
        }

        public IScorer For(Dataset other) => new Model(name, InteractionMatrix.Same(other, neighbours.Rows), neighbours);
    }
}
