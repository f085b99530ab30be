using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>A student learns the vectors of a teacher: of another encoder, or of static word vectors.</summary>
public sealed class DistillationTask : ITrainingTask
{
    private readonly IReadOnlyList<int[]> texts;
    private readonly Matrix teacher;
    private readonly double vectorWeight, similarityWeight;
    private readonly TextTaskOptions options;
    private readonly MatrixHead? projection;

    /// <summary>Makes the task.</summary>
    /// <param name="name">What it is called in logs.</param>
    /// <param name="texts">Token ids of each text for the student, special tokens included.</param>
    /// <param name="teacher">(texts, d) vectors of the teacher; rows of zeros are left out of the vector loss.</param>
    /// <param name="width">Width of the student.</param>
    /// <param name="vectorWeight">Weight of 1 - cosine, after a linear projection to the teacher's width where the widths differ; at least 0.</param>
    /// <param name="similarityWeight">Weight of the squared difference of cosines between the texts of a batch; at least 0.</param>
    /// <param name="options">Pooling, augmentation, seed of the projection.</param>
    public DistillationTask(
        string name, IReadOnlyList<int[]> texts, Matrix teacher, int width, double vectorWeight = 1, double similarityWeight = 1, TextTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(teacher);
        Check.SameLength(texts.Count, teacher.Rows, nameof(texts), "the rows of teacher");
        (Name, this.texts, this.teacher, this.options) = (name, texts, teacher.NormalizeRows(), options ?? new TextTaskOptions());
        (this.vectorWeight, this.similarityWeight) = (Check.NotNegative(vectorWeight), Check.NotNegative(similarityWeight));
        if (vectorWeight > 0 && teacher.Columns != width) projection = new MatrixHead($"{name}.projection", width, teacher.Columns, this.options.Seed);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Head => projection?.Parameters ?? [];

    /// <inheritdoc/>
    public double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight)
    {
        var random = new Rng(key);
        var batch = new int[examples.Length][];
        for (var i = 0; i < batch.Length; i++) batch[i] = weight > 0 ? options.Drop(texts[examples[i]], random) : texts[examples[i]];
        var target = teacher.SelectRows(examples);
        var pass = new PooledPass(encoder, batch, options.Pooling, normalize: true, weight > 0 ? key : null);
        var (loss, gradient) = (0.0, new Matrix(batch.Length, pass.Vectors.Columns));
        if (vectorWeight > 0)
        {
            var seen = projection is null ? pass.Vectors : projection.Forward(pass.Vectors);
            var (part, dSeen) = DistillationLosses.Cosine(seen, target);
            loss += vectorWeight * part;
            if (weight > 0) Add(projection is null ? dSeen : projection.Backward(pass.Vectors, dSeen, weight * vectorWeight), vectorWeight);
        }
        if (similarityWeight > 0)
        {
            var (part, dSimilar) = DistillationLosses.Similarity(pass.Vectors, target);
            loss += similarityWeight * part;
            Add(dSimilar, similarityWeight);
        }
        if (weight > 0) pass.Backward(gradient, weight);
        return loss;

        void Add(Matrix more, double scale)
        {
            for (var i = 0; i < gradient.Values.Length; i++) gradient.Values[i] += (float)scale * more.Values[i];
        }
    }
}
