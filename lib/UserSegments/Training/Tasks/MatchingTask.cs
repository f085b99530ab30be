using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>
/// Clicks or purchases from what is known of a person at that moment and an item's text: <c>logit = p · (B v + q[item]) + b[item] + c[position] + d</c>, where
/// <c>p = W2 gelu(W1 x + a1) + a2</c> and x joins, for what the person wrote, took and passed by, the sum of the texts' vectors over their number n plus
/// <see cref="Shrinkage"/>, and ln(1 + n).
/// </summary>
/// <remarks>
/// v are the encoder's vectors of length 1, of the item and of all texts in x alike. q, b and c are learned for the items and places of training; a new item has its text alone. A
/// hidden layer, because who somebody is follows from evidence by way of a softmax, not in a straight line; counts, because two clicks tell less than twenty. Each text is
/// encoded once a batch however often it occurs. The factorization is that of Rendle (2010), people who are their history that of Koren (SVD++, 2008).
/// </remarks>
public sealed unsafe class MatchingTask : ITrainingTask
{
    /// <summary>Texts that a person's mean is short of: the mean of few texts is drawn to 0.</summary>
    public const int Shrinkage = 2;

    private readonly TextVectors texts;
    private readonly int written;
    private readonly IReadOnlyList<PersonMoment> people;
    private readonly ShownItem[][] lists;
    private readonly MatchingOptions options;
    private readonly MatrixHead first, second, right;
    private readonly Parameter itemFactors, itemBias, positionBias, constant;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text that somebody wrote.</param>
    /// <param name="items">Token ids of each item's text.</param>
    /// <param name="people">People at the moments at which they were shown something.</param>
    /// <param name="lists">Lists of items shown; a list is one example.</param>
    /// <param name="width">Width of the encoder.</param>
    /// <param name="options">Rank, hidden values, positions, pooling, seed.</param>
    public MatchingTask(
        string name, IReadOnlyList<int[]> texts, IReadOnlyList<int[]> items, IReadOnlyList<PersonMoment> people, IEnumerable<ShownItem[]> lists, int width, MatchingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(lists);
        (Name, written, this.people, this.lists, this.options) = (name, texts.Count, people, [.. lists], options ?? new MatchingOptions());
        this.texts = new TextVectors([.. texts, .. items], this.options.Pooling, normalize: true);
        foreach (var moment in people)
        {
            foreach (var text in moment.Written) Check.InRange(text, 0, texts.Count - 1);
            foreach (var item in moment.Taken.Concat(moment.Passed)) Check.InRange(item, 0, items.Count - 1);
        }
        foreach (var shown in this.lists.SelectMany(list => list))
        {
            Check.InRange(shown.User, 0, people.Count - 1);
            Check.InRange(shown.Item, 0, items.Count - 1);
            Check.InRange(shown.Position, 0, this.options.Positions - 1);
        }
        var (rank, seed) = (this.options.Rank, this.options.Seed);
        first = new MatrixHead($"{name}.history", (3 * width) + 3, this.options.Hidden, seed + 1);
        second = new MatrixHead($"{name}.people", this.options.Hidden, rank, seed + 2);
        right = new MatrixHead($"{name}.items", width, rank, seed + 3);
        itemFactors = new Parameter($"{name}.item_factors", items.Count, rank, decays: true).FillNormal(0.1, new Rng(seed + 4));
        itemBias = new Parameter($"{name}.item_bias", items.Count, 1, decays: true);
        positionBias = new Parameter($"{name}.position_bias", this.options.Positions, 1, decays: false);
        constant = new Parameter($"{name}.constant", 1, 1, decays: false).Fill(-1);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => lists.Length;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [.. first.Parameters, .. second.Parameters, .. right.Parameters, itemFactors, itemBias, positionBias, constant];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var shown = new List<ShownItem>();
        foreach (var example in examples) shown.AddRange(lists[example]);
        var batch = new Batch(this, shown);
        var pass = texts.Pass(encoder, batch.Texts, weight > 0 ? key : null);
        var state = Forward(pass.Vectors, batch);
        var logits = new float[shown.Count];
        for (var k = 0; k < logits.Length; k++) logits[k] = Logit(shown[k], state.P.Row(batch.UserOf[k]), state.Q.Row(batch.ItemOf[k]));
        var loss = BinaryCrossEntropy.Backward(logits, [.. shown.Select(x => x.Yes)], options.PositiveWeight);
        if (weight <= 0) return loss;
        var (dp, dq) = (new Matrix(state.P.Rows, options.Rank), new Matrix(state.Q.Rows, options.Rank));
        for (var k = 0; k < logits.Length; k++)
        {
            var (d, u, i) = (logits[k], batch.UserOf[k], batch.ItemOf[k]);
            TensorPrimitives.MultiplyAdd<float>(state.Q.Row(i), d, dp.Row(u), dp.Row(u));
            TensorPrimitives.MultiplyAdd<float>(state.P.Row(u), d, dq.Row(i), dq.Row(i));
            var scaled = d * (float)weight;
            itemBias.Gradient.Values[shown[k].Item] += scaled;
            positionBias.Gradient.Values[shown[k].Position] += scaled;
            constant.Gradient.Values[0] += scaled;
        }
        for (var i = 0; i < batch.Items.Length; i++)
            TensorPrimitives.MultiplyAdd<float>(dq.Row(i), (float)weight, itemFactors.Gradient.Row(batch.Items[i]), itemFactors.Gradient.Row(batch.Items[i]));
        var dv = right.Backward(state.V, dq, weight);
        var dHidden = second.Backward(state.Active, dp, weight);
        fixed (float* x = state.Hidden.Values, dy = dHidden.Values, y = state.Active.Values) GeluLayer.Backward(x, dy, y, dHidden.Values.Length);
        var dx = first.Backward(state.X, dHidden, weight);
        if (encoder.IsFrozen) return loss;
        var gradient = new Matrix(batch.Texts.Length, pass.Vectors.Columns);
        for (var i = 0; i < dv.Rows; i++) Add(dv.Row(i), 1, gradient.Row(batch.PlaceOfItem[i]));
        batch.ForHistory(pass.Vectors.Columns, (person, part, place, share) => Add(dx.Row(person).Slice(part, gradient.Columns), share, gradient.Row(place)));
        pass.Backward(gradient, weight);
        return loss;
    }

    /// <summary>Probabilities of yes, in the order given, without dropout.</summary>
    /// <param name="encoder">The trained encoder.</param>
    /// <param name="shown">Who was shown what; whether it was clicked is not looked at.</param>
    public double[] Predict(TrainableEncoder encoder, IReadOnlyList<ShownItem> shown)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(shown);
        var result = new double[shown.Count];
        for (var from = 0; from < result.Length; from += 4096)
        {
            var part = shown.Skip(from).Take(4096).ToList();
            var batch = new Batch(this, part);
            var state = Forward(texts.Rows(encoder, batch.Texts), batch);
            for (var k = 0; k < part.Count; k++) result[from + k] = 1 / (1 + Math.Exp(-Logit(part[k], state.P.Row(batch.UserOf[k]), state.Q.Row(batch.ItemOf[k]))));
        }
        return result;
    }

    private State Forward(Matrix vectors, Batch batch)
    {
        var x = new Matrix(batch.Users.Length, (3 * vectors.Columns) + 3);
        batch.ForHistory(vectors.Columns, (person, part, place, share) => Add(vectors.Row(place), share, x.Row(person).Slice(part, vectors.Columns)));
        for (var i = 0; i < x.Rows; i++)
        {
            var moment = people[batch.Users[i]];
            (x[i, x.Columns - 3], x[i, x.Columns - 2], x[i, x.Columns - 1]) = (MathF.Log(1 + moment.Written.Length), MathF.Log(1 + moment.Taken.Length), MathF.Log(1 + moment.Passed.Length));
        }
        var hidden = first.Forward(x);
        var active = new Matrix(hidden.Rows, hidden.Columns);
        fixed (float* from = hidden.Values, to = active.Values) GeluLayer.Forward(from, to, hidden.Values.Length);
        var v = vectors.SelectRows(batch.PlaceOfItem);
        var q = right.Forward(v);
        for (var i = 0; i < q.Rows; i++) TensorPrimitives.Add(q.Row(i), itemFactors.Value.Row(batch.Items[i]), q.Row(i));
        return new State(x, hidden, active, second.Forward(active), v, q);
    }

    private float Logit(ShownItem shown, ReadOnlySpan<float> p, ReadOnlySpan<float> q) =>
        TensorPrimitives.Dot(p, q) + itemBias.Value.Values[shown.Item] + positionBias.Value.Values[shown.Position] + constant.Value.Values[0];

    private static void Add(ReadOnlySpan<float> from, float times, Span<float> to) => TensorPrimitives.MultiplyAdd(from, times, to, to);

    /// <summary>What a forward pass leaves: x (people, 3 width + 3), hidden values before and after GELU, factors of people, vectors and factors of items.</summary>
    private sealed record State(Matrix X, Matrix Hidden, Matrix Active, Matrix P, Matrix V, Matrix Q);

    /// <summary>The different people, items and texts of some lists.</summary>
    private sealed class Batch
    {
        private readonly MatchingTask task;
        private readonly Dictionary<int, int> places = [];
        private readonly List<int> which = [];

        public Batch(MatchingTask task, List<ShownItem> shown)
        {
            this.task = task;
            (Users, UserOf) = Distinct(shown, x => x.User);
            (Items, ItemOf) = Distinct(shown, x => x.Item);
            PlaceOfItem = Array.ConvertAll(Items, item => Place(task.written + item));
            foreach (var user in Users)
            {
                foreach (var text in task.people[user].Written) Place(text);
                foreach (var item in task.people[user].Taken.Concat(task.people[user].Passed)) Place(task.written + item);
            }
            Texts = [.. which];
        }

        public int[] Users { get; }

        public int[] UserOf { get; }

        public int[] Items { get; }

        public int[] ItemOf { get; }

        public int[] PlaceOfItem { get; }

        /// <summary>Indices of all texts that are needed, the items' behind those that were written.</summary>
        public int[] Texts { get; }

        /// <summary>Calls for every text of every person: row of the person, first column of its part of x, place of the text, share.</summary>
        public void ForHistory(int width, Action<int, int, int, float> act)
        {
            for (var i = 0; i < Users.Length; i++)
            {
                var moment = task.people[Users[i]];
                foreach (var text in moment.Written) act(i, 0, places[text], 1f / (moment.Written.Length + Shrinkage));
                foreach (var item in moment.Taken) act(i, width, places[task.written + item], 1f / (moment.Taken.Length + Shrinkage));
                foreach (var item in moment.Passed) act(i, 2 * width, places[task.written + item], 1f / (moment.Passed.Length + Shrinkage));
            }
        }

        private int Place(int text)
        {
            if (places.TryGetValue(text, out var place)) return place;
            which.Add(text);
            return places[text] = which.Count - 1;
        }

        private static (int[] Ids, int[] PlaceOf) Distinct(List<ShownItem> shown, Func<ShownItem, int> idOf)
        {
            int[] ids = [.. shown.Select(idOf).Distinct()];
            var place = ids.Index().ToDictionary(x => x.Item, x => x.Index);
            return (ids, [.. shown.Select(x => place[idOf(x)])]);
        }
    }
}
