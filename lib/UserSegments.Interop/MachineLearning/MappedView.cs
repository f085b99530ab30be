using Microsoft.ML;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A view with the columns that a <see cref="RowMap"/> adds, worked out as they are read.</summary>
/// <remarks>Neither shuffled nor split: blocks of rows are worked on together, on all threads.</remarks>
internal sealed class MappedView(IDataView source, RowMap map) : IDataView
{
    public DataViewSchema Schema { get; } = map.OutputSchema(source.Schema);

    public bool CanShuffle => false;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var needed = columnsNeeded.Select(column => column.Index).ToHashSet();
        var rows = source.GetRowCursor(source.Schema.Where(column => needed.Contains(column.Index)));
        if (needed.All(index => index < source.Schema.Count)) return new MappedCursor(Schema, source.Schema.Count, map, rows, null, needed);
        var from = map.Source(source.Schema);
        return new MappedCursor(Schema, source.Schema.Count, map, rows, source.GetRowCursor([from]), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
