using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Finds columns and checks what they hold, with errors that name them.</summary>
internal static class Columns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return schema.GetColumnOrNull(name) ?? throw new ArgumentException($"There is no column \"{name}\"; the columns are {Listed(schema)}.", nameof(name));
    }

    /// <summary>The column, which must hold vectors of a known size.</summary>
    public static DataViewSchema.Column Vector(DataViewSchema schema, string name, out int size)
    {
        var column = Find(schema, name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var raw } } type || raw != typeof(float))
            throw Unfit(column, "a vector of Single of known size");
        size = type.Size;
        return column;
    }

    public static DataViewSchema.Column Text(DataViewSchema schema, string name)
    {
        var column = Find(schema, name);
        return column.Type is TextDataViewType ? column : throw Unfit(column, "text");
    }

    public static string Listed(DataViewSchema schema) => string.Join(", ", schema.Select(column => $"\"{column.Name}\""));

    public static ArgumentException Unfit(DataViewSchema.Column column, string expected) =>
        new($"Column \"{column.Name}\" is {column.Type}, expected {expected}.", nameof(column));

    /// <summary>The getter as the type asked for.</summary>
    /// <param name="getter">Null for a column that is not active.</param>
    /// <param name="column">The column, for the message.</param>
    public static ValueGetter<TValue> Getter<TValue>(Delegate? getter, DataViewSchema.Column column) => getter switch
    {
        ValueGetter<TValue> typed => typed,
        null => throw new InvalidOperationException($"Column \"{column.Name}\" is not active: name it when the cursor is made."),
        _ => throw new InvalidOperationException($"Column \"{column.Name}\" was asked for as {typeof(TValue)}, expected {column.Type.RawType}."),
    };
}
