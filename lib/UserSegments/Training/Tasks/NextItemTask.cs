using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>
/// What somebody wrote finds what they take next: <c>u = normalize(W mean(x) + b)</c> over the vectors x of a person's texts, and among the items of a
/// batch <c>softmax(u · v / τ)</c> is to point at the item that was taken (two towers with shared weights; Yi et al., 2019).
/// </summary>
/// <remarks>
/// W begins as the identity, so that an untrained task recommends as the encoder alone does. Items that others of the batch took are the negatives;
/// popular items are negatives more often, so <c>ln q</c> of an item's share q of the examples is taken off its logit (section 3 there).
/// With a frozen encoder a text is encoded once, and a step costs O(batch² width + batch width²).
/// </remarks>
public sealed class NextItemTask : ITrainingTask
{
    private readonly TextVectors texts;
    private readonly int written, items;
    private readonly IReadOnlyList<(int[] Texts, int Item)> examples;
    private readonly TextTaskOptions options;
    private readonly MatrixHead head;
    private readonly float[] offsets;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text that somebody wrote.</param>
    /// <param name="items">Token ids of each item's text.</param>
    /// <param name="examples">What one person wrote before (indices of texts, at least one), and the item taken next.</param>
    /// <param name="width">Width of the encoder.</param>
    /// <param name="options">Pooling, temperature, augmentation.</param>
    public NextItemTask(
        string name, IReadOnlyList<int[]> texts, IReadOnlyList<int[]> items, IReadOnlyList<(int[] Texts, int Item)> examples, int width, TextTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(examples);
        foreach (var (own, item) in examples)
        {
            if (own.Length == 0) throw new ArgumentException("An example has no texts, expected at least one.", nameof(examples));
            foreach (var text in own) Check.InRange(text, 0, texts.Count - 1);
            Check.InRange(item, 0, items.Count - 1);
        }
        (Name, written, this.items, this.examples, this.options) = (name, texts.Count, items.Count, examples, options ?? new TextTaskOptions());
        this.texts = new TextVectors([.. texts, .. items], this.options.Pooling, normalize: true);
        offsets = new float[items.Count];
        foreach (var (_, item) in examples) offsets[item]++;
        // An item that nobody took counts as half an example, so that the logarithm stays finite.
        for (var item = 0; item < offsets.Length; item++) offsets[item] = -MathF.Log(Math.Max(offsets[item], 0.5f) / Math.Max(1, examples.Count));
        head = new MatrixHead($"{name}.person", width, width, this.options.Seed);
        head.Weight.Fill(0);
        for (var j = 0; j < width; j++) head.Weight.Value[j, j] = 1;
        head.Weight.Touch();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => examples.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => head.Parameters;

    /// <summary>Number of texts that were encoded so far: with a frozen encoder it does not grow from step to step.</summary>
    public long TextsEncoded => texts.Encoded;

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var random = new Rng(key);
        var (places, which) = (new Dictionary<int, int>(), new List<int>());
        var chosen = new (int[] Own, int Item)[examples.Length];
        var about = new int[examples.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var (own, item) = this.examples[examples[i]];
            chosen[i] = ([.. own.Select(Place)], Place(written + item));
            about[i] = item;
        }
        Func<int[], int[]>? augment = weight > 0 && options.TokenDropout > 0 ? text => options.Drop(text, random) : null;
        var pass = texts.Pass(encoder, [.. which], weight > 0 ? key : null, augment);
        var means = Means(pass.Vectors, [.. chosen.Select(x => x.Own)]);
        var people = head.Forward(means);
        var lengths = Normalize(people);
        var (loss, dPeople, dItems) = ContrastiveLosses.InBatch(people, pass.Vectors.SelectRows([.. chosen.Select(x => x.Item)]), options.Temperature, about, Offsets(about));
        if (weight <= 0) return loss;
        for (var i = 0; i < people.Rows; i++)
        {
            // d/dz of z / |z|: what is across the vector, over its length.
            var (row, unit) = (dPeople.Row(i).ToArray(), people.Row(i).ToArray());
            var along = TensorPrimitives.Dot<float>(row, unit);
            for (var j = 0; j < row.Length; j++) dPeople[i, j] = (row[j] - along * unit[j]) / lengths[i];
        }
        var dMeans = head.Backward(means, dPeople, weight);
        var gradient = new Matrix(which.Count, means.Columns);
        for (var i = 0; i < chosen.Length; i++)
        {
            foreach (var text in chosen[i].Own) TensorPrimitives.MultiplyAdd(dMeans.Row(i), 1f / chosen[i].Own.Length, gradient.Row(text), gradient.Row(text));
            TensorPrimitives.Add(gradient.Row(chosen[i].Item), dItems.Row(i), gradient.Row(chosen[i].Item));
        }
        pass.Backward(gradient, weight);
        return loss;

        int Place(int text)
        {
            if (places.TryGetValue(text, out var place)) return place;
            which.Add(text);
            return places[text] = which.Count - 1;
        }
    }

    /// <summary>Mean loss of other examples of the same texts and items, without dropout and without learning: of people or periods that were held back.</summary>
    /// <param name="encoder">The encoder, trained or not.</param>
    /// <param name="others">What one person wrote before, and the item taken next.</param>
    /// <param name="batch">Examples that compete with each other, at least 2.</param>
    /// <returns>The mean; NaN where there are fewer examples than a batch. A rest smaller than a batch is left out.</returns>
    public double Loss(TrainableEncoder encoder, IReadOnlyList<(int[] Texts, int Item)> others, int batch = 32)
    {
        ArgumentNullException.ThrowIfNull(others);
        Check.AtLeast(batch, 2);
        // Neighbouring examples are often of one day or one person: a fixed shuffle mixes them.
        var order = new Rng(0).Sample(others.Count, others.Count / batch * batch);
        var people = People(encoder, [.. order.Select(i => others[i].Texts)]);
        var (sum, batches) = (0.0, others.Count / batch);
        for (var b = 0; b < batches; b++)
        {
            int[] about = [.. order.Skip(b * batch).Take(batch).Select(i => others[i].Item)];
            var rows = people.SelectRows([.. Enumerable.Range(b * batch, batch)]);
            sum += ContrastiveLosses.InBatch(rows, texts.Rows(encoder, [.. about.Select(item => written + item)]), options.Temperature, about, Offsets(about)).Loss;
        }
        return batches == 0 ? double.NaN : sum / batches;
    }

    /// <summary>Vectors of people out of what they wrote, without dropout.</summary>
    /// <param name="encoder">The encoder, trained or not.</param>
    /// <param name="histories">For each person indices of texts; may be empty.</param>
    /// <returns>(people, width) rows of length 1; a person without texts gets zeros.</returns>
    public Matrix People(TrainableEncoder encoder, IReadOnlyList<int[]> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        int[] used = [.. histories.SelectMany(own => own).Distinct()];
        var place = used.Index().ToDictionary(x => x.Item, x => x.Index);
        var people = head.Forward(Means(texts.Rows(encoder, used), [.. histories.Select(own => Array.ConvertAll(own, text => place[text]))]));
        Normalize(people);
        for (var i = 0; i < people.Rows; i++)
        {
            if (histories[i].Length == 0) people.Row(i).Clear();
        }
        return people;
    }

    /// <summary>Vectors of the items, without dropout, (items, width), rows of length 1.</summary>
    /// <param name="encoder">The encoder, trained or not.</param>
    public Matrix Items(TrainableEncoder encoder) => texts.Rows(encoder, [.. Enumerable.Range(written, items)]);

    private float[] Offsets(int[] about) => Array.ConvertAll(about, item => offsets[item]);

    private static Matrix Means(Matrix vectors, IReadOnlyList<int[]> histories)
    {
        var means = new Matrix(histories.Count, vectors.Columns);
        for (var i = 0; i < means.Rows; i++)
        {
            foreach (var text in histories[i]) TensorPrimitives.MultiplyAdd(vectors.Row(text), 1f / histories[i].Length, means.Row(i), means.Row(i));
        }
        return means;
    }

    private static float[] Normalize(Matrix rows)
    {
        var lengths = new float[rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
        {
            lengths[i] = Math.Max(1e-12f, TensorPrimitives.Norm<float>(rows.Row(i)));
            TensorPrimitives.Divide(rows.Row(i), lengths[i], rows.Row(i));
        }
        return lengths;
    }
}
