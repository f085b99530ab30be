using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>Masked-language modelling: 15 % of the tokens are hidden and guessed (Devlin et al., 2018); adapts an encoder to a domain.</summary>
/// <remarks>
/// Of the chosen tokens 80 % become [MASK], 10 % another token, 10 % stay. The decoder shares the word vectors. Logits are formed for the
/// chosen tokens only: O(chosen vocabulary width) a step.
/// </remarks>
public sealed unsafe class MaskedLanguageTask : ITrainingTask
{
    private readonly IReadOnlyList<int[]> texts;
    private readonly int maskId, vocabulary;
    private readonly double rate;
    private readonly LinearLayer transform;
    private readonly LayerNormLayer norm;
    private readonly Parameter bias;
    private readonly PinnedBuffer chosen = new(), wide = new(), normal = new(), rstd = new(), states = new(), states2 = new();
    private LinearLayer? decoder;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text, special tokens first and last.</param>
    /// <param name="encoder">The encoder, for its shape.</param>
    /// <param name="maskId">Id of [MASK].</param>
    /// <param name="rate">Share of tokens that are guessed, above 0 and at most 0.9.</param>
    /// <param name="seed">Seed of the head.</param>
    public MaskedLanguageTask(string name, IReadOnlyList<int[]> texts, TrainableEncoder encoder, int maskId, double rate = 0.15, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(encoder);
        var width = encoder.Config.HiddenSize;
        (Name, this.texts, vocabulary) = (name, texts, encoder.Config.VocabularySize);
        this.maskId = Check.InRange(maskId, 0, vocabulary - 1);
        this.rate = Check.InRange(Check.Positive(rate), 0, 0.9);
        transform = new LinearLayer("cls.predictions.transform.dense", width, width);
        transform.Weight.FillNormal(0.02, new Rng(seed));
        norm = new LayerNormLayer("cls.predictions.transform.LayerNorm", width, (float)encoder.Config.LayerNormEpsilon);
        bias = new Parameter("cls.predictions.bias", 1, vocabulary, decays: false);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [transform.Weight, transform.Bias, norm.Gamma, norm.Beta, bias];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (decoder is null || !ReferenceEquals(decoder.Weight, encoder.Words)) decoder = new LinearLayer(encoder.Words, bias);
        var (batch, places, labels) = Mask(examples, new Rng(key));
        var hidden = weight > 0 ? encoder.Forward(batch, key) : encoder.Encode(batch);
        var (rows, width) = (places.Length, hidden.Columns);
        var gradient = new Matrix(hidden.Rows, width);
        if (rows == 0)
        {
            if (weight > 0) encoder.Backward(gradient);
            return 0;
        }
        var size = rows * width;
        var x = chosen.Reserve(size);
        for (var i = 0; i < rows; i++) hidden.Row(places[i]).CopyTo(new Span<float>(x + i * width, width));
        var u = wide.Reserve(size);
        transform.Forward(x, rows, u);                                            // (M, D)
        var n = normal.Reserve(size);
        GeluLayer.Forward(u, n, size);
        var y = states.Reserve(size);
        norm.Forward(n, rstd.Reserve(rows), y, rows);
        var logits = new Matrix(rows, vocabulary);
        double loss;
        fixed (float* z = logits.Values)
        {
            decoder.Forward(y, rows, z);                                          // (M, V)
            loss = CrossEntropy.Backward(logits, labels);
            if (weight <= 0) return loss;
            TensorPrimitives.Multiply(logits.Values, (float)weight, logits.Values);
            var dy = states2.Reserve(size);
            decoder.InputGradient(z, rows, dy, null);
            decoder.WeightGradient(y, z, rows);
            norm.Backward(n, rstd.Data, dy, rows);
            GeluLayer.Backward(u, dy, y, size);
            var dx = n;                                                           // free by now
            transform.InputGradient(dy, rows, dx, null);
            transform.WeightGradient(x, dy, rows);
            for (var i = 0; i < rows; i++) new Span<float>(dx + i * width, width).CopyTo(gradient.Row(places[i]));
        }
        encoder.Backward(gradient);
        return loss;
    }

    private (TokenBatch Batch, int[] Places, int[] Labels) Mask(ReadOnlySpan<int> examples, Rng random)
    {
        var sequences = new int[examples.Length][];
        var places = new List<int>();
        var labels = new List<int>();
        var start = 0;
        for (var s = 0; s < sequences.Length; s++)
        {
            var ids = (int[])texts[examples[s]].Clone();
            for (var i = 1; i < ids.Length - 1; i++)
            {
                if (random.NextDouble() >= rate) continue;
                places.Add(start + i);
                labels.Add(ids[i]);
                var how = random.NextDouble();
                ids[i] = how < 0.8 ? maskId : how < 0.9 ? random.NextInt(vocabulary) : ids[i];
            }
            sequences[s] = ids;
            start += ids.Length;
        }
        return (TokenBatch.FromSequences(sequences), [.. places], [.. labels]);
    }
}
