using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>What a pipeline knows of its columns before it is fitted.</summary>
internal static class Shapes
{
    /// <summary>The shape with a column of vectors added.</summary>
    public static SchemaShape WithVector(SchemaShape shape, string name, int size) =>
        With<VectorRow>(shape, (nameof(VectorRow.Values), name, new VectorDataViewType(NumberDataViewType.Single, size)));

    /// <summary>The shape with what a clustering model adds.</summary>
    public static SchemaShape WithGroups(SchemaShape shape, int k) => With<GroupRow>(
        shape,
        (nameof(GroupRow.PredictedLabel), nameof(GroupRow.PredictedLabel), new KeyDataViewType(typeof(uint), k)),
        (nameof(GroupRow.Score), nameof(GroupRow.Score), new VectorDataViewType(NumberDataViewType.Single, k)));

    /// <summary>Refuses a shape without the column that is read.</summary>
    public static SchemaShape Check(SchemaShape shape, string name, SchemaShape.Column.VectorKind kind, DataViewType item)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var found = shape.Where(column => column.Name == name).ToArray();
        if (found.Length == 0)
            throw new ArgumentException($"There is no column \"{name}\"; the columns are {string.Join(", ", shape.Select(column => $"\"{column.Name}\""))}.", nameof(name));
        if (found[0].Kind != kind || !found[0].ItemType.Equals(item))
            throw new ArgumentException($"Column \"{name}\" is {found[0].Kind} of {found[0].ItemType}, expected {kind} of {item}.", nameof(name));
        return shape;
    }

    // SchemaShape.Column has no public constructor; a mapping of ML.NET's that does nothing makes the columns.
    private static SchemaShape With<TRow>(SchemaShape shape, params (string Member, string Name, DataViewType Type)[] columns)
        where TRow : class, new()
    {
        var definition = SchemaDefinition.Create(typeof(TRow));
        foreach (var (member, name, type) in columns) (definition[member].ColumnName, definition[member].ColumnType) = (name, type);
        return new MLContext().Transforms.CustomMapping<NoRow, TRow>((_, _) => { }, null, outputSchemaDefinition: definition).GetOutputSchema(shape);
    }

    private sealed class NoRow;

    private sealed class VectorRow
    {
        public float[] Values { get; set; } = [];
    }

    private sealed class GroupRow
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }
}
