using System.Numerics.Tensors;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>One forward pass from sequences to one vector each, and its way back.</summary>
internal sealed class PooledPass
{
    private readonly TrainableEncoder? encoder;
    private readonly TokenBatch batch = new([], [0]);
    private readonly Pooling pooling;
    private readonly float[]? norms;

    /// <param name="encoder">The encoder.</param>
    /// <param name="sequences">The sequences, each at least one token long.</param>
    /// <param name="pooling">Mean or Cls.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    /// <param name="key">Key of the dropout, or null for none (then there is no way back).</param>
    public PooledPass(TrainableEncoder encoder, IReadOnlyList<int[]> sequences, Pooling pooling, bool normalize, ulong? key)
    {
        (this.encoder, this.pooling, batch) = (encoder, Checked(pooling), TokenBatch.FromSequences(sequences));
        var hidden = key is { } k ? encoder.Forward(batch, k) : encoder.Encode(batch);
        Vectors = new Matrix(batch.Count, hidden.Columns);
        for (var s = 0; s < batch.Count; s++)
        {
            var vector = Vectors.Row(s);
            if (pooling == Pooling.Cls)
            {
                hidden.Row(batch.Starts[s]).CopyTo(vector);
                continue;
            }
            for (var i = batch.Starts[s]; i < batch.Starts[s + 1]; i++) TensorPrimitives.Add(vector, hidden.Row(i), vector);
            TensorPrimitives.Divide(vector, batch.Length(s), vector);
        }
        if (!normalize) return;
        norms = new float[batch.Count];
        for (var s = 0; s < batch.Count; s++)
        {
            norms[s] = Math.Max(1e-12f, TensorPrimitives.Norm<float>(Vectors.Row(s)));
            TensorPrimitives.Divide(Vectors.Row(s), norms[s], Vectors.Row(s));
        }
    }

    private PooledPass(Matrix vectors) => Vectors = vectors;

    /// <summary>(sequences, width).</summary>
    public Matrix Vectors { get; }

    /// <summary>Vectors that are known and do not learn: nothing is sent back.</summary>
    public static PooledPass Fixed(Matrix vectors) => new(vectors);

    /// <summary>Sends a gradient of the vectors back through the encoder.</summary>
    public void Backward(Matrix gradient, double weight)
    {
        if (encoder is null) return;
        var hidden = new Matrix(batch.Ids.Length, Vectors.Columns);
        var row = new float[Vectors.Columns];
        for (var s = 0; s < batch.Count; s++)
        {
            TensorPrimitives.Multiply(gradient.Row(s), (float)weight, row);
            if (norms is not null)
            {
                // d/dv of v / |v|: what is across the vector, over its length.
                var along = TensorPrimitives.Dot<float>(row, Vectors.Row(s));
                for (var j = 0; j < row.Length; j++) row[j] = (row[j] - along * Vectors[s, j]) / norms[s];
            }
            if (pooling == Pooling.Cls)
            {
                row.CopyTo(hidden.Row(batch.Starts[s]));
                continue;
            }
            TensorPrimitives.Divide(row, batch.Length(s), row);
            for (var i = batch.Starts[s]; i < batch.Starts[s + 1]; i++) row.CopyTo(hidden.Row(i));
        }
        encoder.Backward(hidden);
    }

    /// <summary>Vectors of many sequences without dropout, in the order given; long and short ones are not padded.</summary>
    public static Matrix Encode(TrainableEncoder encoder, IReadOnlyList<int[]> sequences, Pooling pooling, bool normalize)
    {
        var vectors = new Matrix(sequences.Count, encoder.Config.HiddenSize);
        for (var start = 0; start < sequences.Count;)
        {
            var (end, tokens) = (start, 0);
            while (end < sequences.Count && (end == start || tokens + sequences[end].Length <= 4096)) tokens += sequences[end++].Length;
            new PooledPass(encoder, [.. sequences.Skip(start).Take(end - start)], pooling, normalize, null).Vectors.Values.CopyTo(vectors.RowBlock(start, end - start));
            start = end;
        }
        return vectors;
    }

    private static Pooling Checked(Pooling pooling) => pooling is Pooling.Mean or Pooling.Cls
        ? pooling
        : throw new ArgumentException($"pooling is {pooling}, expected Mean or Cls.", nameof(pooling));
}
