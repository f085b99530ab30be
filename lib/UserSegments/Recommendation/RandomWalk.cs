using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Random walk with restart between items and users (Tong et al., 2006; Cooper et al., 2014).</summary>
/// <param name="options">Restart, rounds, discount of popularity.</param>
/// <remarks>The walk starts evenly on the items of the history. O(rounds · interactions) a user, nothing to fit.</remarks>
public sealed class RandomWalk(RandomWalkOptions? options = null) : IRecommender
{
    private readonly RandomWalkOptions options = options ?? new RandomWalkOptions();

    /// <inheritdoc/>
    public string Name => "random walk";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = InteractionMatrix.Binary(train);
        return new Model(Name, histories, histories, histories.Transpose(), options);
    }

    private sealed class Model(string name, SparseMatrix own, SparseMatrix graph, SparseMatrix byItem, RandomWalkOptions options) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            var start = own.RowIndices(user);
            scores.Clear();
            if (start.Length == 0) return;
            var share = 1f / start.Length;
            foreach (var item in start) scores[item] = share;
            var people = new float[graph.Rows];
            for (var round = 0; round < options.Rounds; round++)
            {
                Array.Clear(people);
                Spread(byItem, scores, people);
                scores.Clear();
                Spread(graph, people, scores);
                if (round + 1 == options.Rounds) break;                       // a restart at the end only adds to what is left out anyway
                var stay = (float)(1 - options.Restart);
                foreach (ref var score in scores) score *= stay;
                foreach (var item in start) scores[item] += (float)options.Restart * share;
            }
            for (var item = 0; item < scores.Length; item++)
            {
                var count = byItem.Starts[item + 1] - byItem.Starts[item];
                if (count > 0) scores[item] *= (float)Math.Pow(count, -options.PopularityExponent);
            }
        }

        public IScorer For(Dataset other) => new Model(name, InteractionMatrix.Same(other, graph.Columns), graph, byItem, options);

        private static void Spread(SparseMatrix edges, ReadOnlySpan<float> from, Span<float> to)
        {
            for (var row = 0; row < edges.Rows; row++)
            {
                if (from[row] == 0) continue;
                var ends = edges.RowIndices(row);
                var part = from[row] / ends.Length;
                foreach (var end in ends) to[end] += part;
            }
        }
    }
}
