using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Texts that belong together (of one user, of one item, two views of one text) attract each other; all others of the batch repel.</summary>
public sealed class ContrastiveTask : ITrainingTask
{
    private readonly IReadOnlyList<int[]> texts;
    private readonly IReadOnlyList<(int Left, int Right)> pairs;
    private readonly IReadOnlyList<int>? groups;
    private readonly TextTaskOptions options;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text, special tokens included.</param>
    /// <param name="pairs">Texts that belong together; a pair of one text with itself learns from dropout alone (SimCSE; Gao et al., 2021).</param>
    /// <param name="groups">What each pair is about; pairs of one group are not each other's negatives. Null: all differ.</param>
    /// <param name="options">Pooling, temperature, augmentation.</param>
    public ContrastiveTask(
        string name, IReadOnlyList<int[]> texts, IReadOnlyList<(int Left, int Right)> pairs, IReadOnlyList<int>? groups = null, TextTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(pairs);
        if (groups is not null) Check.SameLength(groups.Count, pairs.Count, nameof(groups), nameof(pairs));
        (Name, this.texts, this.pairs, this.groups, this.options) = (name, texts, pairs, groups, options ?? new TextTaskOptions());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => pairs.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => [];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var random = new Rng(key);
        var (n, batch) = (examples.Length, new int[2 * examples.Length][]);
        var about = new int[groups is null ? 0 : n];
        for (var i = 0; i < n; i++)
        {
            var (left, right) = pairs[examples[i]];
            batch[i] = weight > 0 ? options.Drop(texts[left], random) : texts[left];
            batch[n + i] = weight > 0 ? options.Drop(texts[right], random) : texts[right];
            if (groups is not null) about[i] = groups[examples[i]];
        }
        var pass = new PooledPass(encoder, batch, options.Pooling, normalize: true, weight > 0 ? key : null);
        var width = pass.Vectors.Columns;
        var leftVectors = new Matrix(n, width, pass.Vectors.Values[..(n * width)]);
        var rightVectors = new Matrix(n, width, pass.Vectors.Values[(n * width)..]);
        var (loss, dLeft, dRight) = ContrastiveLosses.InBatch(leftVectors, rightVectors, options.Temperature, about);
        if (weight > 0) pass.Backward(new Matrix(2 * n, width, [.. dLeft.Values, .. dRight.Values]), weight);
        return loss;
    }
}
