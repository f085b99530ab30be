using Microsoft.ML;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Rows that lie in memory as an <see cref="IDataView"/>: they can be read in any order, from several threads at once, and are never copied as a whole.</summary>
/// <remarks>A shuffled cursor permutes row numbers, four bytes a row; the parts of a set share one permutation.</remarks>
internal sealed class MemoryView : IDataView
{
    /// <summary>Rows of one batch: a part of a cursor set takes every n-th batch.</summary>
    internal const int BatchRows = 256;

    private readonly ViewColumn[] columns;

    public MemoryView(int rows, params ViewColumn[] columns)
    {
        (Rows, this.columns) = (rows, columns);
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns) builder.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = builder.ToSchema();
    }

    public int Rows { get; }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    /// <summary>The matrix behind the vector columns, by name, for those who may read it where it lies.</summary>
    public IReadOnlyDictionary<string, Numerics.Matrix> Matrices { get; init; } = new Dictionary<string, Numerics.Matrix>();

    public long? GetRowCount() => Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new MemoryCursor(this, Active(columnsNeeded), Order(rand), 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var (active, order) = (Active(columnsNeeded), Order(rand));
        var parts = Math.Clamp(Numerics.Blocks.Count(Rows, BatchRows), 1, n);
        return [.. Enumerable.Range(0, parts).Select(part => new MemoryCursor(this, active, order, part, parts))];
    }

    internal Delegate Getter(int column, MemoryCursor cursor) => columns[column].Getter(cursor);

    private bool[] Active(IEnumerable<DataViewSchema.Column> needed)
    {
        ArgumentNullException.ThrowIfNull(needed);
        var active = new bool[columns.Length];
        foreach (var column in needed)
        {
            if (column.Index >= columns.Length || columns[column.Index].Name != column.Name)
                throw new ArgumentException($"Column {column.Index} \"{column.Name}\" is not of this view, expected one of {Columns.Listed(Schema)}.", nameof(needed));
            active[column.Index] = true;
        }
        return active;
    }

    private int[]? Order(Random? rand)
    {
        if (rand is null) return null;
        var order = Enumerable.Range(0, Rows).ToArray();
        rand.Shuffle(order);
        return order;
    }
}
