using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Softmax cross-entropy over items of which each step draws some, the same for all its labels: importance sampling (Bengio and Senécal, 2003; Jean et al., 2015).</summary>
/// <remarks>
/// An item is drawn with probability q, half by its share of all labels and half evenly. Beside its own item a label has S drawn ones with the logits <c>z - log(S q)</c>, so that the sum of
/// exponentials estimates that over all items without bias; a draw of its own item does not count. O(labels S width) a step instead of O(labels items width). Not thread-safe.
/// </remarks>
internal sealed unsafe class SampledItems
{
    private readonly Parameter words, bias;
    private readonly int[] occurrences;
    private readonly double[] shares;
    private readonly LinearLayer layer;
    private readonly int[] drawn;

    /// <param name="words">(items + 1, d) vectors, the first not that of an item.</param>
    /// <param name="bias">(1, items + 1).</param>
    /// <param name="sequences">Items from 0.</param>
    /// <param name="count">Items drawn a step, S.</param>
    public SampledItems(Parameter words, Parameter bias, IReadOnlyList<int[]> sequences, int count)
    {
        (this.words, this.bias, occurrences) = (words, bias, [.. sequences.SelectMany(own => own)]);
        shares = new double[words.Value.Rows];
        foreach (var item in occurrences) shares[item + 1] += 1.0 / occurrences.Length;
        (layer, drawn) = (new LinearLayer("sampled", words.Value.Columns, count + 1), new int[count]);
    }

    /// <summary>The mean loss; adds the gradients of vectors and biases, and writes that of the states.</summary>
    /// <param name="states">(labels, d).</param>
    /// <param name="labels">(labels) item plus one.</param>
    /// <param name="weight">What gradients are multiplied by.</param>
    /// <param name="rng">Draws the items.</param>
    /// <param name="back">(labels, d) gradient of the states.</param>
    public double Backward(Matrix states, int[] labels, float weight, Rng rng, Matrix back)
    {
        Draw(rng);
        var (own, logits) = (drawn.Length, new Matrix(labels.Length, drawn.Length + 1));
        Array.Clear(layer.Weight.Gradient.Values);
        Array.Clear(layer.Bias.Gradient.Values);
        fixed (float* h = states.Values, z = logits.Values, d = back.Values)
        {
            layer.Forward(h, labels.Length, z);                               // (L, S + 1), the last column is for a label's own item
            for (var i = 0; i < labels.Length; i++)
            {
                for (var s = 0; s < own; s++)
                {
                    if (drawn[s] == labels[i]) logits[i, s] = float.NegativeInfinity;
                }
                logits[i, own] = TensorPrimitives.Dot<float>(states.Row(i), words.Value.Row(labels[i])) + bias.Value[0, labels[i]];
            }
            var target = new int[labels.Length];
            Array.Fill(target, own);
            var loss = CrossEntropy.Backward(logits, target);
            TensorPrimitives.Multiply(logits.Values, weight, logits.Values);
            layer.InputGradient(z, labels.Length, d, null);                   // the layer's last row is 0
            layer.WeightGradient(h, z, labels.Length);
            Scatter(states, labels, logits, back);
            return loss;
        }
    }

    private void Draw(Rng rng)
    {
        for (var s = 0; s < drawn.Length; s++)
        {
            drawn[s] = 1 + (rng.NextInt(2) == 0 ? occurrences[rng.NextInt(occurrences.Length)] : rng.NextInt(shares.Length - 1));
            var q = (shares[drawn[s]] + 1.0 / (shares.Length - 1)) / 2;
            words.Value.Row(drawn[s]).CopyTo(layer.Weight.Value.Row(s));
            layer.Bias.Value[0, s] = bias.Value[0, drawn[s]] - (float)Math.Log(drawn.Length * q);
        }
        layer.Weight.Touch();
    }

    private void Scatter(Matrix states, int[] labels, Matrix gradient, Matrix back)
    {
        for (var s = 0; s < drawn.Length; s++)
        {
            TensorPrimitives.Add(words.Gradient.Row(drawn[s]), layer.Weight.Gradient.Row(s), words.Gradient.Row(drawn[s]));
            bias.Gradient[0, drawn[s]] += layer.Bias.Gradient[0, s];
        }
        for (var i = 0; i < labels.Length; i++)
        {
            var own = gradient[i, drawn.Length];
            TensorPrimitives.MultiplyAdd(words.Value.Row(labels[i]), own, back.Row(i), back.Row(i));
            TensorPrimitives.MultiplyAdd(states.Row(i), own, words.Gradient.Row(labels[i]), words.Gradient.Row(labels[i]));
            bias.Gradient[0, labels[i]] += own;
        }
    }
}
