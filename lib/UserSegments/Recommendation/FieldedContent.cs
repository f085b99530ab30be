using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>Content by several fields of an item (title, tags, reviews), each with a weight that is learned from what people took.</summary>
/// <remarks>
/// Score = <c>sum_f a_f u_f · i_f / |i|</c>, u_f the direction of the mean of the items the user had. The weights a &gt;= 0 maximise the likelihood of an
/// item of the history, the user's vector made of the others, among random items the user did not have (<see cref="WeightedMatching"/>). It can score
/// an item that nobody had yet. Same seed, same bits on any number of threads.
/// </remarks>
public sealed class FieldedContent : IRecommender
{
    private const int Lists = 3000, Others = 20;
    private readonly Func<Dataset, IReadOnlyList<(string Name, Matrix Vectors)>> fields;
    private readonly ulong seed;

    /// <summary>Makes the recipe.</summary>
    /// <param name="fields">Gives the fields, each (items, d_f), from the training part alone; <see cref="ItemFields.Of"/> for instance.</param>
    /// <param name="seed">Seed of the lists that the weights are learned from.</param>
    public FieldedContent(Func<Dataset, IReadOnlyList<(string Name, Matrix Vectors)>> fields, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(fields);
        (this.fields, this.seed) = (fields, seed);
    }

    /// <inheritdoc/>
    public string Name => "content by fields";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no fields, or one has not a row for each item.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) => FitFields(train, cancellation);

    /// <summary>As <see cref="Fit"/>, with the weights to be looked at.</summary>
    /// <param name="train">What may be learned from.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public FieldedContentModel FitFields(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var parts = fields(train);
        if (parts.Count == 0) throw new ArgumentException($"{train.Name}: no field of its items says anything, expected at least one.", nameof(train));
        foreach (var (name, vectors) in parts) Check.SameLength(vectors.Rows, train.Items.Count, $"The vectors of '{name}'", "the items");
        var items = FacetVectors.Join([.. parts.Select(part => new FacetVectors(part.Vectors.NormalizeRows(), [part.Name], [part.Vectors.Columns]))]);
        var histories = InteractionMatrix.Binary(train);
        var (users, lists) = Questions(histories, items);
        cancellation.ThrowIfCancellationRequested();
        double[] weights = lists.Count == 0 ? [.. Enumerable.Repeat(1.0, items.Count)] : [.. WeightedMatching.Fit(users, items, lists, new MatchingOptions { Position = false }).Weights];
        return new FieldedContentModel(Name, items, weights, Means(histories, items));
    }

    /// <summary>Lists of one item that was taken and others that were not, with the vector of everything else the user had.</summary>
    private (FacetVectors Users, IReadOnlyList<Impression> Lists) Questions(SparseMatrix histories, FacetVectors items)
    {
        var rng = new Rng(seed);
        var lists = new List<Impression>();
        var known = Enumerable.Range(0, histories.Rows).Where(user => histories.RowIndices(user).Length is var n && n >= 2 && n <= histories.Columns - Others).ToArray();
        var sums = new Matrix(known.Length == 0 ? 0 : Lists, items.Values.Columns);
        for (var list = 0; list < sums.Rows; list++)
        {
            var own = histories.RowIndices(known[rng.NextInt(known.Length)]);
            var shown = new int[1 + Others];
            shown[0] = own[rng.NextInt(own.Length)];
            for (var i = 1; i < shown.Length;)
            {
                shown[i] = rng.NextInt(histories.Columns);
                if (own.BinarySearch(shown[i]) < 0) i++;
            }
            AddUp(own, items, sums.Row(list));
            TensorPrimitives.Subtract(sums.Row(list), items.Values.Row(shown[0]), sums.Row(list));
            lists.Add(new Impression(list, null, shown, [true, .. new bool[Others]]));
        }
        return (Directions(sums, items), lists);
    }

    internal static FacetVectors Means(SparseMatrix histories, FacetVectors items)
    {
        var sums = new Matrix(histories.Rows, items.Values.Columns);
        for (var user = 0; user < histories.Rows; user++) AddUp(histories.RowIndices(user), items, sums.Row(user));
        return Directions(sums, items);
    }

    private static void AddUp(ReadOnlySpan<int> history, FacetVectors items, Span<float> sum)
    {
        foreach (var item in history) TensorPrimitives.Add(sum, items.Values.Row(item), sum);
    }

    // Each field to length 1, so that one with long vectors does not outweigh the others before anything is learned.
    private static FacetVectors Directions(Matrix sums, FacetVectors items)
    {
        for (var row = 0; row < sums.Rows; row++)
        {
            for (var f = 0; f < items.Count; f++)
            {
                var part = sums.Row(row)[items.Starts[f]..items.Starts[f + 1]];
                var norm = TensorPrimitives.Norm<float>(part);
                if (norm > 1e-6f) TensorPrimitives.Divide(part, norm, part);
                else part.Clear();
            }
        }
        return new FacetVectors(sums, items.Names, [.. Enumerable.Range(0, items.Count).Select(f => items.Starts[f + 1] - items.Starts[f])]);
    }
}
