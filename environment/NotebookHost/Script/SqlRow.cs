using System.Collections;

namespace NotebookHost.Script;

/// <summary>A row of a <see cref="SqlTable"/>.</summary>
public sealed class SqlRow : IReadOnlyList<object?>
{
    private readonly SqlTable table;
    private readonly object?[] cells;

    internal SqlRow(SqlTable table, object?[] cells) => (this.table, this.cells) = (table, cells);

    /// <inheritdoc/>
    public int Count => cells.Length;

    /// <inheritdoc/>
    public object? this[int index] => cells[index];

    /// <summary>The cell of a column: null, long, double, string or byte[].</summary>
    /// <param name="column">Its name; case does not matter.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public object? this[string column] => cells[table.IndexOf(column)];

    /// <summary>The cell of a column as a type; null becomes its default.</summary>
    /// <param name="column">The column's name.</param>
    public T? Get<T>(string column)
    {
        var value = this[column];
        if (value is null or T) return (T?)value;
        return (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)cells).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => cells.GetEnumerator();
}
