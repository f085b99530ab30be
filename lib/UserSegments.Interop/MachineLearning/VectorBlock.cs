using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Rows of vectors in one matrix.</summary>
internal abstract class VectorBlock(DataViewRow row, DataViewSchema.Column source, int capacity, int size) : RowBlock
{
    private readonly ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(source);
    private readonly float[] values = new float[capacity * size];
    private VBuffer<float> buffer;

    public override void Take(int place)
    {
        getter(ref buffer);
        if (buffer.Length != size) throw new InvalidDataException($"Row {row.Position} of column \"{source.Name}\" has {buffer.Length} values, expected {size}.");
        var copy = values.AsSpan(place * size, size);
        buffer.CopyTo(copy);
        // Checked here, where the row's own number is known.
        if (TensorPrimitives.IsFiniteAll<float>(copy)) return;
        throw new InvalidDataException($"Row {row.Position} of column \"{source.Name}\" holds a value that is not finite, expected finite numbers.");
    }

    public override void Compute(int count) =>
        Compute(new Matrix(count, size, count * size == values.Length ? values : values[..(count * size)]));

    protected abstract void Compute(Matrix rows);
}
