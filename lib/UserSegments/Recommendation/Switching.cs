using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>One recommender for people with short histories, another for the rest.</summary>
/// <param name="few">Serves those below the threshold.</param>
/// <param name="many">Serves the others.</param>
/// <param name="threshold">Distinct items in training from which on the second serves; at least 0.</param>
public sealed class Switching(IRecommender few, IRecommender many, int threshold) : IRecommender
{
    private readonly int threshold = Numerics.Check.AtLeast(threshold, 0);

    /// <inheritdoc/>
    public string Name => $"{few.Name} below {threshold} items, else {many.Name}";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) =>
        new Model(Name, few.Fit(train, cancellation), many.Fit(train, cancellation), Sizes(train), threshold);

    private static int[] Sizes(Dataset dataset)
    {
        var histories = InteractionMatrix.Binary(dataset);
        return [.. Enumerable.Range(0, histories.Rows).Select(user => histories.RowIndices(user).Length)];
    }

    private sealed class Model(string name, IScorer few, IScorer many, int[] sizes, int threshold) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores) => (sizes[user] < threshold ? few : many).Score(user, scores);

        public IScorer For(Dataset histories) => few is IFoldIn a && many is IFoldIn b
            ? new Model(name, a.For(histories), b.For(histories), Sizes(histories), threshold)
            : throw new NotSupportedException($"{few.Name} or {many.Name} cannot serve people it was not fitted to, which {name} needs.");
    }
}
