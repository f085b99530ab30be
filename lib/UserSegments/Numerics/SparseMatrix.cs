namespace UserSegments.Numerics;

/// <summary>A sparse matrix of <see cref="float"/> in compressed sparse row form, shape (rows, columns).</summary>
/// <remarks>
/// The entries of row i are <c>Starts[i] .. Starts[i + 1]</c> of <see cref="Indices"/> and <see cref="Values"/>,
/// columns ascending and without repeats.
/// </remarks>
[TextFormatterSource.TypeFormatterSource]
public sealed class SparseMatrix
{
    /// <summary>Wraps the three arrays without copying them.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="starts">(rows + 1) offsets, ascending, the first 0.</param>
    /// <param name="indices">Column of each entry, ascending within a row.</param>
    /// <param name="values">Value of each entry.</param>
    public SparseMatrix(int rows, int columns, int[] starts, int[] indices, float[] values)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(values);
        Check.SameLength(starts.Length, Check.AtLeast(rows, 0) + 1, nameof(starts), "rows + 1");
        Check.SameLength(values.Length, indices.Length, nameof(values), nameof(indices));
        Check.SameLength(indices.Length, starts[^1], nameof(indices), "the last of starts");
        (Rows, Columns, Starts, Indices, Values) = (rows, Check.AtLeast(columns, 0), starts, indices, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>(rows + 1) offsets into <see cref="Indices"/>.</summary>
    public int[] Starts { get; }

    /// <summary>The column of each entry.</summary>
    public int[] Indices { get; }

    /// <summary>The value of each entry.</summary>
    public float[] Values { get; }

    /// <summary>Number of stored entries.</summary>
    public int Count => Indices.Length;

    /// <summary>The columns of one row's entries, ascending.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    public ReadOnlySpan<int> RowIndices(int row) => Indices.AsSpan(Starts[row]..Starts[row + 1]);

    /// <summary>The values of one row's entries.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    public Span<float> RowValues(int row) => Values.AsSpan(Starts[row]..Starts[row + 1]);

    /// <summary>Builds a matrix from (row, column, value) entries; entries of one place are added in the order given.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="entries">The entries, in any order.</param>
    public static SparseMatrix FromEntries(int rows, int columns, IEnumerable<(int Row, int Column, float Value)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var byRow = new Dictionary<int, float>[Check.AtLeast(rows, 0)];
        foreach (var (row, column, value) in entries)
        {
            Check.InRange(row, 0, rows - 1);
            Check.InRange(column, 0, columns - 1);
            var cells = byRow[row] ??= [];
            cells[column] = cells.GetValueOrDefault(column) + value;
        }
        return FromRows(columns, byRow);
    }

    /// <summary>Builds a matrix from one map of column to value per row; a null row is empty.</summary>
    /// <param name="columns">Number of columns.</param>
    /// <param name="rows">The rows.</param>
    public static SparseMatrix FromRows(int columns, IReadOnlyList<IReadOnlyDictionary<int, float>?> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++) starts[i + 1] = checked(starts[i] + (rows[i]?.Count ?? 0));
        var indices = new int[starts[^1]];
        var values = new float[starts[^1]];
        for (var i = 0; i < rows.Count; i++)
        {
            var at = starts[i];
            foreach (var (column, value) in (rows[i] ?? new Dictionary<int, float>()).OrderBy(cell => cell.Key))
                (indices[at], values[at++]) = (column, value);
        }
        return new SparseMatrix(rows.Count, columns, starts, indices, values);
    }

    /// <summary>The transpose, shape (columns, rows), columns ascending in each row.</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[Columns + 1];
        foreach (var column in Indices) starts[column + 1]++;
        for (var j = 0; j < Columns; j++) starts[j + 1] += starts[j];
        var next = starts.AsSpan(0, Columns).ToArray();
        var (indices, values) = (new int[Count], new float[Count]);
        for (var i = 0; i < Rows; i++)
        {
            for (var e = Starts[i]; e < Starts[i + 1]; e++)
            {
                var at = next[Indices[e]]++;
                (indices[at], values[at]) = (i, Values[e]);
            }
        }
        return new SparseMatrix(Columns, Rows, starts, indices, values);
    }

    /// <summary>Copies the named rows, in the order given.</summary>
    /// <param name="rows">Row numbers; may repeat.</param>
    public SparseMatrix SelectRows(ReadOnlySpan<int> rows)
    {
        var starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) starts[i + 1] = checked(starts[i] + RowIndices(rows[i]).Length);
        var (indices, values) = (new int[starts[^1]], new float[starts[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            RowIndices(rows[i]).CopyTo(indices.AsSpan(starts[i]));
            RowValues(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }
        return new SparseMatrix(rows.Length, Columns, starts, indices, values);
    }

    /// <summary>The same matrix with every cell stored, shape (rows, columns).</summary>
    public Matrix ToDense()
    {
        var dense = new Matrix(Rows, Columns);
        for (var i = 0; i < Rows; i++)
        {
            var columns = RowIndices(i);
            var values = RowValues(i);
            for (var e = 0; e < columns.Length; e++) dense[i, columns[e]] = values[e];
        }
        return dense;
    }

    /// <summary>Shape and filling, for people.</summary>
    public override string ToString() => $"SparseMatrix ({Rows}, {Columns}), {Count} entries, float32";
}
