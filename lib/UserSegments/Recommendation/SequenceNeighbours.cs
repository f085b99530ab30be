using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Item neighbours that know time: items count as alike when the same people had them close together, and the recent past counts more.</summary>
/// <param name="options">Time scales.</param>
/// <remarks>
/// Similarity(i, j) = sum over users who had both of exp(-|t_i - t_j| / τ) / sqrt(count_i count_j), after the item-based and session-based
/// neighbours compared by Ludewig and Jannach (2018). Several interactions with one item: the last counts. Fit O(sum of history²). Every
/// interaction needs a time.
/// </remarks>
public sealed class SequenceNeighbours(SequenceNeighboursOptions? options = null) : IRecommender
{
    private readonly SequenceNeighboursOptions options = options ?? new SequenceNeighboursOptions();

    /// <inheritdoc/>
    public string Name => "sequence neighbours";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An interaction has no time.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = Timed(train);
        var byItem = histories.Select((own, user) => (own, user)).SelectMany(x => x.own.Select(event_ => (event_.Item, x.user))).ToLookup(x => x.Item, x => x.user);
        var items = train.Items.Count;
        var counts = Enumerable.Range(0, items).Select(item => byItem[item].Count()).ToArray();
        var found = new (int[] Rows, float[] Values)[items];
        Blocks.For(items, 32, (_, start, end) =>
        {
            if (cancellation.IsCancellationRequested) return;
            var similarity = new float[items];
            var top = new int[Math.Min(options.Neighbours, items)];
            for (var item = start; item < end; item++)
            {
                Array.Fill(similarity, 0);
                foreach (var user in byItem[item]) Together(histories[user], item, similarity);
                similarity[item] = 0;
                for (var other = 0; other < items; other++)
                    similarity[other] = similarity[other] > 0 ? (float)(similarity[other] / Math.Sqrt((double)counts[item] * counts[other])) : float.NegativeInfinity;
                var nearest = top[..TopItems.Select(similarity, top)];
                Array.Sort(nearest);
                found[item] = (nearest, Array.ConvertAll(nearest, other => similarity[other]));
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return new Model(Name, Weights(histories, items), Neighbours.Join(items, items, found), this);
    }

    private void Together(List<(int Item, DateTime Time)> history, int item, float[] similarity)
    {
        var time = history.Find(x => x.Item == item).Time;
        foreach (var (other, when) in history)
        {
            var seconds = (when - time).TotalSeconds;
            if (options.Forward && seconds < 0) continue;
            similarity[other] += (float)Math.Exp(-Math.Abs(seconds) / options.TogetherSeconds);
        }
    }

    private SparseMatrix Weights(List<(int Item, DateTime Time)>[] histories, int items) => SparseMatrix.FromRows(items, [.. histories.Select(own =>
    {
        if (own.Count == 0) return null;
        var last = own.Max(x => x.Time);
        return own.ToDictionary(x => x.Item, x => options.HalfLifeDays is { } days ? (float)Math.Pow(0.5, (last - x.Time).TotalDays / days) : 1f);
    })]);

    private static List<(int Item, DateTime Time)>[] Timed(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Interactions.Count > 0 && !dataset.HasTime)
            throw new ArgumentException($"{dataset.Name} has interactions without a time, expected a time for each.", nameof(dataset));
        var last = new Dictionary<int, DateTime>[dataset.Users.Count];
        foreach (var x in dataset.Interactions) (last[x.User] ??= [])[x.Item] = x.Time!.Value;
        return [.. last.Select(own => own is null ? [] : own.OrderBy(x => x.Value).ThenBy(x => x.Key).Select(x => (x.Key, x.Value)).ToList())];
    }

    private sealed class Model(string name, SparseMatrix histories, SparseMatrix neighbours, SequenceNeighbours recipe) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            Neighbours.AddRows(neighbours, histories.RowIndices(user), histories.RowValues(user), scores);
        }

        public IScorer For(Dataset other)
        {
            InteractionMatrix.Same(other, neighbours.Rows);
            return new Model(name, recipe.Weights(Timed(other), neighbours.Rows), neighbours, recipe);
        }
    }
}
