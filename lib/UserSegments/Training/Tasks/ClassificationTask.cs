using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Texts are put into classes (click or not, purchase or not, rating) by a linear head over their pooled vectors.</summary>
public sealed class ClassificationTask : ITrainingTask
{
    private readonly TextVectors texts;
    private readonly IReadOnlyList<int> labels;
    private readonly IReadOnlyList<double>? classWeights;
    private readonly TextTaskOptions options;
    private readonly MatrixHead head;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text (or pair of texts), special tokens included.</param>
    /// <param name="labels">Class of each text, 0 to classes - 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="width">Width of the encoder.</param>
    /// <param name="classWeights">Weight of each class, or null for 1; <see cref="BalancedWeights"/> makes rare classes count as much as frequent ones.</param>
    /// <param name="options">Pooling, augmentation, seed of the head.</param>
    public ClassificationTask(
        string name, IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, int classes, int width, IReadOnlyList<double>? classWeights = null, TextTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, texts.Count, nameof(labels), nameof(texts));
        Check.AtLeast(classes, 2);
        if (classWeights is not null) Check.SameLength(classWeights.Count, classes, nameof(classWeights), nameof(classes));
        foreach (var label in labels) Check.InRange(label, 0, classes - 1);
        (Name, this.labels, this.classWeights, this.options) = (name, labels, classWeights, options ?? new TextTaskOptions());
        this.texts = new TextVectors(texts, this.options.Pooling, normalize: false);
        head = new MatrixHead($"{name}.classifier", width, classes, this.options.Seed);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => labels.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => head.Parameters;

    /// <summary>Weights under which all classes count the same, mean 1 over the examples: <c>n / (classes n_c)</c>.</summary>
    /// <param name="labels">Classes of the examples.</param>
    /// <param name="classes">Number of classes.</param>
    public static double[] BalancedWeights(IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var counts = new int[Check.AtLeast(classes, 2)];
        foreach (var label in labels) counts[Check.InRange(label, 0, classes - 1)]++;
        return Array.ConvertAll(counts, count => count == 0 ? 0 : (double)labels.Count / (classes * (double)count));
    }

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var random = new Rng(key);
        var chosen = new int[examples.Length];
        for (var i = 0; i < chosen.Length; i++) chosen[i] = labels[examples[i]];
        var pass = texts.Pass(encoder, examples, weight > 0 ? key : null, weight > 0 && options.TokenDropout > 0 ? text => options.Drop(text, random) : null);
        var logits = head.Forward(pass.Vectors);
        var loss = CrossEntropy.Backward(logits, chosen, classWeights);
        if (weight > 0) pass.Backward(head.Backward(pass.Vectors, logits, weight), weight);
        return loss;
    }

    /// <summary>Probabilities of the classes, shape (texts, classes), without dropout.</summary>
    /// <param name="encoder">The trained encoder.</param>
    /// <param name="sequences">Token ids of each text.</param>
    public Matrix Predict(TrainableEncoder encoder, IReadOnlyList<int[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(sequences);
        var probabilities = head.Forward(PooledPass.Encode(encoder, sequences, options.Pooling, normalize: false));
        for (var i = 0; i < probabilities.Rows; i++) System.Numerics.Tensors.TensorPrimitives.SoftMax<float>(probabilities.Row(i), probabilities.Row(i));
        return probabilities;
    }
}
