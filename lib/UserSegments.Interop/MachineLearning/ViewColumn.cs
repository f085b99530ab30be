using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Writes the value of one row into a buffer of the reader's.</summary>
/// <param name="row">0 to rows - 1.</param>
/// <param name="value">The buffer.</param>
internal delegate void RowReader<TValue>(int row, ref TValue value);

/// <summary>One column of a <see cref="MemoryView"/>: a type and a way to read a row.</summary>
internal abstract class ViewColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations = null)
{
    public string Name { get; } = name;

    public DataViewType Type { get; } = type;

    public DataViewSchema.Annotations? Annotations { get; } = annotations;

    /// <summary>A getter that reads wherever the cursor stands.</summary>
    public abstract Delegate Getter(MemoryCursor cursor);

    public static ViewColumn Of<TValue>(string name, DataViewType type, RowReader<TValue> reader, DataViewSchema.Annotations? annotations = null) =>
        new Typed<TValue>(name, type, reader, annotations);

    public static ViewColumn Text(string name, Func<int, string> text) =>
        Of(name, TextDataViewType.Instance, (int row, ref ReadOnlyMemory<char> value) => value = text(row).AsMemory());

    /// <summary>A category: number 0 to names - 1, -1 for none; ML.NET counts from 1 and keeps 0 for none.</summary>
    public static ViewColumn Key(string name, IReadOnlyList<string> names, Func<int, int> number) =>
        Of(name, new KeyDataViewType(typeof(uint), Math.Max(1, names.Count)), (int row, ref uint value) => value = (uint)(number(row) + 1), Annotated.Names("KeyValues", names));

    private sealed class Typed<TValue>(string name, DataViewType type, RowReader<TValue> reader, DataViewSchema.Annotations? annotations)
        : ViewColumn(name, type, annotations)
    {
        public override Delegate Getter(MemoryCursor cursor)
        {
            ValueGetter<TValue> getter = (ref TValue value) => reader(cursor.Row, ref value);
            return getter;
        }
    }
}
