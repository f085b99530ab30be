using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>Every item of a sequence is foretold by those before it: <c>-log softmax(W h_(t-1) + b)[x_t]</c>, W the item vectors themselves (Kang and McAuley, 2018).</summary>
/// <remarks>
/// Token 0 begins a sequence, item i is token i + 1. The paper weighs each item against one that is drawn; here all items compete, which needs no drawing and is known to learn
/// better (Klenitskiy and Vasilev, 2023), or, where items are many, some that are drawn in each step, weighed so that their sum estimates that of all. A label of weight w counts in a step with probability w: with weights that fall with age the present is learned more than the past.
/// O(labels items width) a step. Not thread-safe.
/// </remarks>
public sealed unsafe class NextInSequenceTask : ITrainingTask
{
    private readonly IReadOnlyList<int[]> sequences;
    private readonly IReadOnlyList<double[]>? weights;
    private readonly Parameter bias;
    private readonly int? competitors;
    private LinearLayer? decoder;
    private SampledItems? sampled;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="sequences">Items of each sequence, at least one, 0 to one less than the items.</param>
    /// <param name="encoder">A causal encoder whose vocabulary is the items and the token that begins.</param>
    /// <param name="weights">For each item of each sequence its probability to count in a step, 0 to 1; null for 1.</param>
    /// <param name="competitors">Items drawn in each step of training for all labels to compete with, at least 1; null for all items.</param>
    /// <exception cref="ArgumentException">The encoder is not causal, or a sequence is empty or too long for it.</exception>
    public NextInSequenceTask(string name, IReadOnlyList<int[]> sequences, TrainableEncoder encoder, IReadOnlyList<double[]>? weights = null, int? competitors = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(encoder);
        if (!encoder.Causal) throw new ArgumentException("encoder sees both sides, expected a causal one.", nameof(encoder));
        if (weights is not null) Check.SameLength(weights.Count, sequences.Count, nameof(weights), nameof(sequences));
        for (var s = 0; s < sequences.Count; s++)
        {
            if (sequences[s].Length == 0 || sequences[s].Length > encoder.Config.MaxTokens)
                throw new ArgumentException($"Sequence {s} has {sequences[s].Length} items, expected 1 to {encoder.Config.MaxTokens}.", nameof(sequences));
            foreach (var item in sequences[s]) Check.InRange(item, 0, encoder.Config.VocabularySize - 2, nameof(sequences));
            if (weights is not null) Check.SameLength(weights[s].Length, sequences[s].Length, nameof(weights), "its sequence");
        }
        if (competitors is { } count) Check.AtLeast(count, 1, nameof(competitors));
        (Name, this.sequences, this.weights, this.competitors) = (name, sequences, weights, competitors);
        bias = new Parameter($"{name}.bias", 1, encoder.Config.VocabularySize, decays: false);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => sequences.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [bias];

    /// <summary>(items) what is added to the score of each item.</summary>
    public ReadOnlySpan<float> Bias => bias.Value.Row(0)[1..];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (decoder is null || !ReferenceEquals(decoder.Weight, encoder.Words))
        {
            decoder = new LinearLayer(encoder.Words, bias);
            sampled = competitors is { } count && count < encoder.Config.VocabularySize ? new SampledItems(encoder.Words, bias, sequences, count) : null;
        }
        var batch = TokenBatch.FromSequences([.. examples.ToArray().Select(s => Tokens(sequences[s].AsSpan(..^1)))]);
        var (places, labels) = Labels(examples, weight > 0 ? new Rng(key) : null);
        var hidden = weight > 0 ? encoder.Forward(batch, key) : encoder.Encode(batch);
        var gradient = new Matrix(hidden.Rows, hidden.Columns);
        var loss = 0.0;
        if (places.Length > 0)
        {
            var (states, back) = (hidden.SelectRows(places), new Matrix(places.Length, hidden.Columns));
            loss = sampled is not null && weight > 0
                ? sampled.Backward(states, labels, (float)weight, new Rng(key).Fork(1), back)
                : AgainstAll(states, labels, (float)weight, back);
            if (weight <= 0) return loss;
            for (var i = 0; i < places.Length; i++) back.Row(i).CopyTo(gradient.Row(places[i]));
        }
        if (weight > 0) encoder.Backward(gradient);
        return loss;
    }

    /// <summary>What an encoder reads before it foretells the item after these: the token that begins, then the items.</summary>
    /// <param name="items">Items, oldest first; may be empty.</param>
    public static int[] Tokens(ReadOnlySpan<int> items)
    {
        var tokens = new int[items.Length + 1];
        for (var i = 0; i < items.Length; i++) tokens[i + 1] = items[i] + 1;
        return tokens;
    }

    private double AgainstAll(Matrix states, int[] labels, float weight, Matrix back)
    {
        var logits = new Matrix(labels.Length, decoder!.Outputs);
        fixed (float* h = states.Values, z = logits.Values, d = back.Values)
        {
            decoder.Forward(h, labels.Length, z);                                 // (L, items + 1)
            var loss = CrossEntropy.Backward(logits, labels);
            if (weight <= 0) return loss;
            TensorPrimitives.Multiply(logits.Values, weight, logits.Values);
            decoder.InputGradient(z, labels.Length, d, null);                     // (L, D)
            decoder.WeightGradient(h, z, labels.Length);
            return loss;
        }
    }

    private (int[] Places, int[] Labels) Labels(ReadOnlySpan<int> examples, Rng? random)
    {
        var (places, labels, at) = (new List<int>(), new List<int>(), 0);
        foreach (var s in examples)
        {
            for (var i = 0; i < sequences[s].Length; i++, at++)
            {
                if (random is not null && weights is not null && random.NextDouble() >= weights[s][i]) continue;
                places.Add(at);
                labels.Add(sequences[s][i] + 1);
            }
        }
        return ([.. places], [.. labels]);
    }
}
