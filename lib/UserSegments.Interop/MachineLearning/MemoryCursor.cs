using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Walks over every <c>parts</c>-th batch of a <see cref="MemoryView"/>.</summary>
/// <param name="view">What is read.</param>
/// <param name="active">Which columns are wanted.</param>
/// <param name="order">(rows) the row at each place; null for the order of the rows.</param>
/// <param name="part">0 to parts - 1.</param>
/// <param name="parts">Cursors that share the rows.</param>
internal sealed class MemoryCursor(MemoryView view, bool[] active, int[]? order, int part, int parts) : DataViewRowCursor
{
    private long batch = part;
    private long position = -1;
    private int inBatch = -1;
    private int row = -1;
    private bool ended;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => position;

    public override long Batch => batch;

    /// <summary>The row it stands on.</summary>
    /// <exception cref="InvalidOperationException">It stands before the first row or beyond the last.</exception>
    public int Row => row >= 0
        ? row
        : throw new InvalidOperationException("The cursor stands on no row: call MoveNext first, and read only while it returns true.");

    public override bool MoveNext()
    {
        if (ended) return false;
        if (++inBatch == MemoryView.BatchRows) (inBatch, batch) = (0, batch + parts);
        var place = (batch * MemoryView.BatchRows) + inBatch;
        if (place >= view.Rows)
        {
            End();
            return false;
        }
        row = order is null ? (int)place : order[place];
        position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Columns.Getter<TValue>(IsColumnActive(column) ? view.Getter(column.Index, this) : null, column);

    /// <summary>The id is the number of the row, whatever the order and the part.</summary>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row, 0);

    protected override void Dispose(bool disposing)
    {
        End();
        base.Dispose(disposing);
    }

    private void End() => (ended, position, row) = (true, -1, -1);
}
