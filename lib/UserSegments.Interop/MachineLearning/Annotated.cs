using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Annotations of a schema: names of slots and of keys.</summary>
internal static class Annotated
{
    /// <summary>Texts under a kind that ML.NET knows ("SlotNames", "KeyValues"); none for no names.</summary>
    public static DataViewSchema.Annotations? Names(string kind, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return null;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, names.Count), (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, names.Count);
            for (var i = 0; i < names.Count; i++) editor.Values[i] = names[i].AsMemory();
            value = editor.Commit();
        });
        return builder.ToAnnotations();
    }

    /// <summary>The names under a kind; empty where the column has none.</summary>
    public static string[] Names(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: VectorDataViewType { ItemType: TextDataViewType } }) return [];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(kind, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
