using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Walks over a view with one cursor for the columns that pass and a second one, a block ahead, for the column that is worked on.</summary>
internal sealed class MappedCursor(
    DataViewSchema schema, int passing, RowMap map, DataViewRowCursor rows, DataViewRowCursor? ahead, IReadOnlySet<int> needed) : DataViewRowCursor
{
    private readonly RowBlock? block = ahead is null ? null : map.Open(ahead, map.Source(ahead.Schema), map.BlockRows);
    private int count;
    private int place = -1;

    public override DataViewSchema Schema => schema;

    public override long Position => rows.Position;

    public override long Batch => rows.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => needed.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) return Columns.Getter<TValue>(null, column);
        return column.Index < passing
            ? rows.GetGetter<TValue>(rows.Schema[column.Index])
            : Columns.Getter<TValue>(block!.Getter(column.Index - passing, Place), column);
    }

    public override bool MoveNext()
    {
        if (!rows.MoveNext()) return false;
        if (block is not null && ++place == count) Fill();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rows.Dispose();
            ahead?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        (count, place) = (0, 0);
        while (count < map.BlockRows && ahead!.MoveNext()) block!.Take(count++);
        if (count == 0) throw new InvalidDataException($"Column \"{map.Input}\" ended at row {rows.Position}, expected as many rows as the other columns have.");
        block!.Compute(count);
    }

    private int Place() => rows.Position >= 0
        ? place
        : throw new InvalidOperationException("The cursor stands on no row: call MoveNext first, and read only while it returns true.");
}
