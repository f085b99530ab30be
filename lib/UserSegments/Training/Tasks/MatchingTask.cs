using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>
/// Clicks or purchases from a person's text and an item's text: <c>logit = (A u + p[user]) · (B v + q[item]) + b[item] + c[position] + d</c>
/// with u, v the encoder's vectors of length 1 of both texts, and p, q, b, c learned for those who were seen in training (0 for others: cold start by text alone).
/// </summary>
/// <remarks>One factorization machine over text and identity (Rendle, 2010): each text is encoded once a batch however often it is shown.</remarks>
public sealed class MatchingTask : ITrainingTask
{
    private readonly TextVectors texts;
    private readonly int people;
    private readonly ShownItem[][] lists;
    private readonly MatchingOptions options;
    private readonly MatrixHead left, right;
    private readonly Parameter userFactors, itemFactors, itemBias, positionBias, constant;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="users">Token ids of each person's text.</param>
    /// <param name="items">Token ids of each item's text.</param>
    /// <param name="lists">Lists of items shown; a list is one example.</param>
    /// <param name="width">Width of the encoder.</param>
    /// <param name="options">Rank, positions, pooling, seed.</param>
    public MatchingTask(
        string name, IReadOnlyList<int[]> users, IReadOnlyList<int[]> items, IEnumerable<ShownItem[]> lists, int width, MatchingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(lists);
        (Name, people, this.lists, this.options) = (name, users.Count, [.. lists], options ?? new MatchingOptions());
        texts = new TextVectors([.. users, .. items], this.options.Pooling, normalize: true);
        foreach (var shown in this.lists.SelectMany(list => list))
        {
            Check.InRange(shown.User, 0, users.Count - 1);
            Check.InRange(shown.Item, 0, items.Count - 1);
            Check.InRange(shown.Position, 0, this.options.Positions - 1);
        }
        var (rank, seed) = (this.options.Rank, this.options.Seed);
        left = new MatrixHead($"{name}.users", width, rank, seed + 1);
        right = new MatrixHead($"{name}.items", width, rank, seed + 2);
        userFactors = new Parameter($"{name}.user_factors", users.Count, rank, decays: true);
        itemFactors = new Parameter($"{name}.item_factors", items.Count, rank, decays: true).FillNormal(0.1, new Rng(seed + 3));
        itemBias = new Parameter($"{name}.item_bias", items.Count, 1, decays: true);
        positionBias = new Parameter($"{name}.position_bias", this.options.Positions, 1, decays: false);
        constant = new Parameter($"{name}.constant", 1, 1, decays: false).Fill(-1);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => lists.Length;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [.. left.Parameters, .. right.Parameters, userFactors, itemFactors, itemBias, positionBias, constant];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var shown = new List<ShownItem>();
        foreach (var example in examples) shown.AddRange(lists[example]);
        var (userIds, userOf) = Distinct(shown, x => x.User);
        var (itemIds, itemOf) = Distinct(shown, x => x.Item);
        var pass = texts.Pass(encoder, [.. userIds, .. itemIds.Select(i => people + i)], weight > 0 ? key : null);
        var width = pass.Vectors.Columns;
        var (n, m) = (userIds.Length, itemIds.Length);
        var u = new Matrix(n, width, pass.Vectors.Values[..(n * width)]);
        var v = new Matrix(m, width, pass.Vectors.Values[(n * width)..]);
        var (p, q) = (Factors(left, u, userFactors, userIds), Factors(right, v, itemFactors, itemIds));
        var logits = new float[shown.Count];
        for (var k = 0; k < logits.Length; k++) logits[k] = Logit(shown[k], p.Row(userOf[k]), q.Row(itemOf[k]));
        var loss = BinaryCrossEntropy.Backward(logits, [.. shown.Select(x => x.Yes)], options.PositiveWeight);
        if (weight <= 0) return loss;
        var (dp, dq) = (new Matrix(n, options.Rank), new Matrix(m, options.Rank));
        for (var k = 0; k < logits.Length; k++)
        {
            var d = logits[k];
            TensorPrimitives.MultiplyAdd<float>(q.Row(itemOf[k]), d, dp.Row(userOf[k]), dp.Row(userOf[k]));
            TensorPrimitives.MultiplyAdd<float>(p.Row(userOf[k]), d, dq.Row(itemOf[k]), dq.Row(itemOf[k]));
            var scaled = d * (float)weight;
            itemBias.Gradient.Values[shown[k].Item] += scaled;
            positionBias.Gradient.Values[shown[k].Position] += scaled;
            constant.Gradient.Values[0] += scaled;
        }
        for (var i = 0; i < n; i++) TensorPrimitives.MultiplyAdd<float>(dp.Row(i), (float)weight, userFactors.Gradient.Row(userIds[i]), userFactors.Gradient.Row(userIds[i]));
        for (var i = 0; i < m; i++) TensorPrimitives.MultiplyAdd<float>(dq.Row(i), (float)weight, itemFactors.Gradient.Row(itemIds[i]), itemFactors.Gradient.Row(itemIds[i]));
        var (du, dv) = (left.Backward(u, dp, weight), right.Backward(v, dq, weight));
        pass.Backward(new Matrix(n + m, width, [.. du.Values, .. dv.Values]), weight);
        return loss;
    }

    /// <summary>Probabilities of yes, in the order given, without dropout.</summary>
    /// <param name="encoder">The trained encoder.</param>
    /// <param name="shown">Who was shown what; whether it was clicked is not looked at.</param>
    public double[] Predict(TrainableEncoder encoder, IReadOnlyList<ShownItem> shown)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(shown);
        var (userIds, userOf) = Distinct(shown, x => x.User);
        var (itemIds, itemOf) = Distinct(shown, x => x.Item);
        var p = Factors(left, texts.Rows(encoder, userIds), userFactors, userIds);
        var q = Factors(right, texts.Rows(encoder, [.. itemIds.Select(i => people + i)]), itemFactors, itemIds);
        var result = new double[shown.Count];
        for (var k = 0; k < result.Length; k++) result[k] = 1 / (1 + Math.Exp(-Logit(shown[k], p.Row(userOf[k]), q.Row(itemOf[k]))));
        return result;
    }

    private float Logit(ShownItem shown, ReadOnlySpan<float> p, ReadOnlySpan<float> q) =>
        TensorPrimitives.Dot(p, q) + itemBias.Value.Values[shown.Item] + positionBias.Value.Values[shown.Position] + constant.Value.Values[0];

    private static Matrix Factors(MatrixHead head, Matrix vectors, Parameter own, int[] ids)
    {
        var factors = head.Forward(vectors);
        for (var i = 0; i < ids.Length; i++) TensorPrimitives.Add(factors.Row(i), own.Value.Row(ids[i]), factors.Row(i));
        return factors;
    }

    private static (int[] Ids, int[] PlaceOf) Distinct(IReadOnlyList<ShownItem> shown, Func<ShownItem, int> idOf)
    {
        var (places, ids, placeOf) = (new Dictionary<int, int>(), new List<int>(), new int[shown.Count]);
        for (var k = 0; k < shown.Count; k++)
        {
            var id = idOf(shown[k]);
            if (!places.TryGetValue(id, out var place))
            {
                places[id] = place = ids.Count;
                ids.Add(id);
            }
            placeOf[k] = place;
        }
        return ([.. ids], placeOf);
    }
}
