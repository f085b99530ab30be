using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.DataFrames;

/// <summary>A <see cref="Matrix"/> or groups as columns of a <see cref="DataFrame"/> and back.</summary>
/// <example><code>
/// var points = frame.ToMatrix("age", "visits", "spent");
/// frame.Columns.Add(new KMeans(new() { K = 5 }).Fit(points).ToColumn());
/// </code></example>
public static class MatrixFrames
{
    /// <summary>The rows as one column of vectors.</summary>
    /// <param name="points">(n, d) rows, d at least 1.</param>
    /// <param name="column">Name of the column; "Features" is what ML.NET's trainers look for.</param>
    /// <returns>A frame of n rows, a copy: a data frame keeps every vector by itself. As an IDataView it has vectors of unknown size; use <c>points.ToDataView()</c> for trainers.</returns>
    public static DataFrame ToDataFrame(this Matrix points, string column = "Features")
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentException.ThrowIfNullOrEmpty(column);
        return new DataFrame(new VBufferDataFrameColumn<float>(column, Enumerable.Range(0, points.Rows).Select(i => new VBuffer<float>(points.Columns, points.Row(i).ToArray()))));
    }

    /// <summary>The rows as one column of numbers a dimension.</summary>
    /// <param name="points">(n, d) rows.</param>
    /// <param name="names">(d) names of the dimensions.</param>
    /// <exception cref="ArgumentException">There are not as many names as dimensions.</exception>
    public static DataFrame ToDataFrame(this Matrix points, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != points.Columns) throw new ArgumentException($"names has {names.Count} entries, expected {points.Columns} as there are dimensions.", nameof(names));
        return new DataFrame(names.Select((name, j) => (DataFrameColumn)new SingleDataFrameColumn(name, Enumerable.Range(0, points.Rows).Select(i => points[i, j]))));
    }

    /// <summary>Columns of numbers or vectors side by side as rows of a matrix.</summary>
    /// <param name="frame">The data frame.</param>
    /// <param name="columns">At least one; a column of numbers gives one dimension, a column of vectors of Single as many as the first of them has.</param>
    /// <returns>(n, d) in single precision. NaN stays NaN.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    /// <exception cref="InvalidDataException">A value is missing, or a vector has another size; column and row are named.</exception>
    public static Matrix ToMatrix(this DataFrame frame, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0) throw new ArgumentException($"columns is empty, expected at least one of {string.Join(", ", frame.Columns.Select(column => $"\"{column.Name}\""))}.", nameof(columns));
        var sources = columns.Select(name => FrameColumns.Find(frame, name)).ToArray();
        var sizes = sources.Select(Size).ToArray();
        var points = new Matrix((int)frame.Rows.Count, sizes.Sum());
        for (int c = 0, at = 0; c < sources.Length; at += sizes[c++])
        {
            for (var i = 0; i < points.Rows; i++) Fill(sources[c], i, points.Row(i).Slice(at, sizes[c]));
        }
        return points;
    }

    /// <summary>The group of each row as a column; noise is null.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="name">Name of the column.</param>
    public static Int32DataFrameColumn ToColumn(this Clustering.Clustering groups, string name = "segment")
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new(name, groups.Labels.Select(label => label == Clustering.Clustering.Noise ? (int?)null : label));
    }

    /// <summary>A column of whole numbers as groups; null is noise.</summary>
    /// <param name="frame">The data frame.</param>
    /// <param name="column">A column of Int32.</param>
    /// <param name="algorithm">What made the groups, in words.</param>
    /// <exception cref="ArgumentException">There is no such column, it holds something else, or a number is below -1.</exception>
    public static Clustering.Clustering ToClustering(this DataFrame frame, string column = "segment", string algorithm = "data frame")
    {
        if (FrameColumns.Find(frame, column) is not PrimitiveDataFrameColumn<int> labels)
            throw new ArgumentException($"Column \"{column}\" is of {FrameColumns.Find(frame, column).DataType.Name}, expected Int32.", nameof(column));
        return new Clustering.Clustering([.. labels.Select(label => label ?? Clustering.Clustering.Noise)], algorithm);
    }

    private static int Size(DataFrameColumn column)
    {
        if (column is VBufferDataFrameColumn<float> vectors) return vectors.Length == 0 ? 1 : vectors[0].Length;
        return FrameColumns.IsNumber(column.DataType)
            ? 1
            : throw new ArgumentException($"Column \"{column.Name}\" is of {column.DataType.Name}, expected numbers or vectors of Single.", nameof(column));
    }

    private static void Fill(DataFrameColumn column, int row, Span<float> destination)
    {
        if (column is not VBufferDataFrameColumn<float> vectors)
        {
            destination[0] = Convert.ToSingle(FrameColumns.Present(column, row), CultureInfo.InvariantCulture);
            return;
        }
        var vector = vectors[row];
        if (vector.Length != destination.Length)
            throw new InvalidDataException($"Column \"{column.Name}\" has in row {row} a vector of {vector.Length}, expected one of {destination.Length} as in row 0.");
        vector.CopyTo(destination);
    }
}
