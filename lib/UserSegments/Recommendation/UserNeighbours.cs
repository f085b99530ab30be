using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What people like this user had (Resnick et al., 1994; Herlocker et al., 1999).</summary>
/// <param name="options">Neighbours of each user, similarity, shrinkage, exponent.</param>
/// <remarks>Score of i = sum over the neighbours v who had i of similarity(u, v). Fit O(sum over items of users²).</remarks>
public sealed class UserNeighbours(NeighbourOptions? options = null) : IRecommender
{
    private readonly NeighbourOptions options = options ?? new NeighbourOptions();

    /// <inheritdoc/>
    public string Name => "user neighbours";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = InteractionMatrix.Binary(train);
        return new Model(Name, histories, Neighbours.Of(histories, options, cancellation), options);
    }

    private sealed class Model(string name, SparseMatrix histories, SparseMatrix neighbours, NeighbourOptions options) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            Neighbours.AddRows(histories, neighbours.RowIndices(user), neighbours.RowValues(user), scores);
        }

        public IScorer For(Dataset other)
        {
            var strangers = InteractionMatrix.Same(other, histories.Columns);
            return new Strangers(name, strangers, histories, histories.Transpose(), options);
        }
    }

    // A stranger's number may be that of somebody in training: only one with the very same history is taken for the same person.
    private sealed class Strangers(string name, SparseMatrix strangers, SparseMatrix histories, SparseMatrix byItem, NeighbourOptions options) : IScorer
    {
        private readonly float[]? evidence = Neighbours.Evidence(byItem, options);

        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            var own = strangers.RowIndices(user);
            var (nearest, values) = Neighbours.Nearest(own, user, histories, byItem, evidence, options);
            Neighbours.AddRows(histories, nearest, values, scores);
        }
    }
}
