using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Some rows on their way through a <see cref="RowMap"/>.</summary>
internal abstract class RowBlock
{
    /// <summary>Takes the value of the row that is current.</summary>
    /// <param name="place">0 to capacity - 1.</param>
    public abstract void Take(int place);

    /// <summary>Works on the rows taken.</summary>
    /// <param name="count">How many.</param>
    public abstract void Compute(int count);

    /// <summary>A getter of an output.</summary>
    /// <param name="output">Which of the map's outputs.</param>
    /// <param name="place">Where the reader stands now.</param>
    public abstract Delegate Getter(int output, Func<int> place);

    protected static ValueGetter<VBuffer<float>> Rows(Func<Matrix> matrix, Func<int> place) => (ref VBuffer<float> value) =>
    {
        var row = matrix().Row(place());
        var editor = VBufferEditor.Create(ref value, row.Length);
        row.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
