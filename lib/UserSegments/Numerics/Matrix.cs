using System.Numerics.Tensors;

namespace UserSegments.Numerics;

/// <summary>A dense, row-major matrix of <see cref="float"/>, shape (rows, columns).</summary>
/// <remarks>
/// Row i lies at <c>Values[i * Columns .. (i + 1) * Columns]</c>. At most 2^31 - 1 values. Not thread-safe for writing;
/// rows may be written by different threads at once.
/// </remarks>
[TextFormatterSource.TypeFormatterSource]
public sealed class Matrix
{
    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    public Matrix(int rows, int columns)
        : this(rows, columns, new float[checked(Check.AtLeast(rows, 0) * Check.AtLeast(columns, 0))])
    {
    }

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="values">(rows * columns) values, row after row; kept, not copied.</param>
    public Matrix(int rows, int columns, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check.AtLeast(rows, 0);
        Check.AtLeast(columns, 0);
        if (values.LongLength != (long)rows * columns)
            throw new ArgumentException($"values has {values.LongLength} entries, expected {rows} x {columns} = {(long)rows * columns}.", nameof(values));
        (Rows, Columns, Values) = (rows, columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public float[] Values { get; }

    /// <summary>One value.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    /// <param name="column">0 to Columns - 1.</param>
    public ref float this[int row, int column] => ref Row(row)[column];

    /// <summary>A view of one row, shape (columns).</summary>
    /// <param name="row">0 to Rows - 1.</param>
    public Span<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>A view of consecutive rows, shape (count * columns).</summary>
    /// <param name="start">First row.</param>
    /// <param name="count">Number of rows.</param>
    public Span<float> RowBlock(int start, int count) => Values.AsSpan(start * Columns, count * Columns);

    /// <summary>Copies rows given as arrays of equal length.</summary>
    /// <param name="rows">The rows; every one as long as the first.</param>
    public static Matrix FromRows(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var matrix = new Matrix(rows.Count, rows.Count == 0 ? 0 : rows[0].Length);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != matrix.Columns)
                throw new ArgumentException($"Row {i} has {rows[i].Length} values, expected {matrix.Columns} as in row 0.", nameof(rows));
            rows[i].CopyTo(matrix.Row(i));
        }
        return matrix;
    }

    /// <summary>Copies the named rows, in the order given, shape (indices, columns).</summary>
    /// <param name="indices">Row numbers; may repeat.</param>
    public Matrix SelectRows(ReadOnlySpan<int> indices)
    {
        var selected = new Matrix(indices.Length, Columns);
        for (var i = 0; i < indices.Length; i++) Row(indices[i]).CopyTo(selected.Row(i));
        return selected;
    }

    /// <summary>Copies the first columns, shape (rows, count).</summary>
    /// <param name="count">1 to Columns.</param>
    public Matrix FirstColumns(int count)
    {
        Check.InRange(count, 0, Columns);
        var selected = new Matrix(Rows, count);
        for (var i = 0; i < Rows; i++) Row(i)[..count].CopyTo(selected.Row(i));
        return selected;
    }

    /// <summary>A deep copy.</summary>
    public Matrix Copy() => new(Rows, Columns, (float[])Values.Clone());

    /// <summary>The transpose, shape (columns, rows).</summary>
    public Matrix Transpose()
    {
        var transposed = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            for (var j = 0; j < row.Length; j++) transposed.Values[j * Rows + i] = row[j];
        }
        return transposed;
    }

    /// <summary>A copy whose rows have Euclidean length 1, so that a dot product is a cosine; rows of zeros stay zeros.</summary>
    public Matrix NormalizeRows()
    {
        var normalized = new Matrix(Rows, Columns);
        for (var i = 0; i < Rows; i++)
        {
            var norm = TensorPrimitives.Norm<float>(Row(i));
            if (norm > 0) TensorPrimitives.Divide(Row(i), norm, normalized.Row(i));
        }
        return normalized;
    }

    /// <summary>The mean of each column, shape (columns), summed in double precision row by row.</summary>
    /// <exception cref="InvalidOperationException">The matrix has no rows.</exception>
    public float[] ColumnMeans()
    {
        if (Rows == 0) throw new InvalidOperationException("A matrix without rows has no column means.");
        var sums = new double[Columns];
        // A strip of columns is one thread's work, so that every sum runs over the rows in order.
        Blocks.For(Columns, 192, (_, start, end) =>
        {
            for (var i = 0; i < Rows; i++) WideSums.Add(Row(i)[start..end], sums.AsSpan(start..end));
        });
        return Array.ConvertAll(sums, sum => (float)(sum / Rows));
    }

    /// <summary>Shape and type, for people.</summary>
    public override string ToString() => $"Matrix ({Rows}, {Columns}) float32";
}
