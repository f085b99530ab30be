using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Texts of one label attract each other (Khosla et al., 2020).</summary>
public sealed class SupervisedContrastiveTask : ITrainingTask
{
    private readonly IReadOnlyList<int[]> texts;
    private readonly IReadOnlyList<int> labels;
    private readonly TextTaskOptions options;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text, special tokens included.</param>
    /// <param name="labels">Label of each text.</param>
    /// <param name="options">Pooling, temperature, augmentation.</param>
    public SupervisedContrastiveTask(string name, IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, TextTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, texts.Count, nameof(labels), nameof(texts));
        (Name, this.texts, this.labels, this.options) = (name, texts, labels, options ?? new TextTaskOptions { Temperature = 0.1 });
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var random = new Rng(key);
        var batch = new int[examples.Length][];
        var chosen = new int[examples.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = weight > 0 ? options.Drop(texts[examples[i]], random) : texts[examples[i]];
            chosen[i] = labels[examples[i]];
        }
        var pass = new PooledPass(encoder, batch, options.Pooling, normalize: true, weight > 0 ? key : null);
        var (loss, gradient) = ContrastiveLosses.Supervised(pass.Vectors, chosen, options.Temperature);
        if (weight > 0) pass.Backward(gradient, weight);
        return loss;
    }
}
