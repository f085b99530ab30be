using System.Collections;

namespace NotebookHost.Script;

/// <summary>What a query gave: rows with named columns.</summary>
[TypeFormatterSource(typeof(SqlTableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class SqlTable : IReadOnlyList<SqlRow>
{
    private readonly List<SqlRow> rows;

    internal SqlTable(IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        Columns = columns;
        this.rows = [.. rows.Select(cells => new SqlRow(this, cells))];
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<SqlRow> Rows => rows;

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public SqlRow this[int index] => rows[index];

    /// <inheritdoc/>
    public IEnumerator<SqlRow> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i], column, StringComparison.OrdinalIgnoreCase)) return i;
        }
        throw new KeyNotFoundException($"There is no column '{column}'; there are {string.Join(", ", Columns)}.");
    }
}
