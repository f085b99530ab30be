using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>One row with the columns that a <see cref="RowMap"/> adds, worked out once for every place of the row.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly DataViewRow input;
    private readonly HashSet<int> active;
    private readonly RowBlock? block;
    private long computed = -1;

    public MappedRow(DataViewSchema schema, RowMap map, DataViewRow input, HashSet<int> active)
    {
        (Schema, this.input, this.active) = (schema, input, active);
        if (active.Any(index => index >= input.Schema.Count)) block = map.Open(input, map.Source(input.Schema), 1);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) return Columns.Getter<TValue>(null, column);
        if (column.Index < input.Schema.Count) return input.GetGetter<TValue>(input.Schema[column.Index]);
        var inner = Columns.Getter<TValue>(block!.Getter(column.Index - input.Schema.Count, () => 0), column);
        return (ref TValue value) =>
        {
            Compute();
            inner(ref value);
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private void Compute()
    {
        if (computed == input.Position) return;
        block!.Take(0);
        block.Compute(1);
        computed = input.Position;
    }
}
