using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A <see cref="Matrix"/> as an <see cref="IDataView"/> and back.</summary>
/// <example><code>
/// var model = context.Clustering.Trainers.KMeans(numberOfClusters: 8).Fit(points.ToDataView());
/// var groups = model.Transform(points.ToDataView()).ToClustering();
/// </code></example>
public static class MatrixViews
{
    /// <summary>The rows as one column of vectors of known size, where they lie: nothing is copied but each row into the reader's own buffer.</summary>
    /// <param name="points">(n, d) rows, d at least 1; changes made to it later are seen.</param>
    /// <param name="column">Name of the column; "Features" is what ML.NET's trainers look for.</param>
    /// <param name="names">(d) names of the dimensions, kept as the annotation SlotNames; none if left out.</param>
    /// <exception cref="ArgumentException">There are no dimensions, or not as many names as dimensions.</exception>
    /// <remarks>Can be shuffled and read by several cursors at once; a row's id is its number. NaN passes through.</remarks>
    public static IDataView ToDataView(this Matrix points, string column = "Features", IReadOnlyList<string>? names = null) =>
        View(points, column, names, []);

    /// <summary>The rows with the group of each as a key, for evaluators and supervised trainers.</summary>
    /// <param name="points">(n, d) rows, d at least 1.</param>
    /// <param name="groups">(n) groups; noise becomes ML.NET's missing key.</param>
    /// <param name="column">Name of the column of vectors.</param>
    /// <param name="label">Name of the column of groups: a key that counts from 1, with the group's number from 0 as its KeyValues.</param>
    /// <exception cref="ArgumentException">The labels are not as many as the rows.</exception>
    public static IDataView ToDataView(this Matrix points, Clustering.Clustering groups, string column = "Features", string label = "Label")
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (groups.Labels.Length != points.Rows)
            throw new ArgumentException($"groups has {groups.Labels.Length} labels, expected {points.Rows} as there are rows.", nameof(groups));
        var names = Enumerable.Range(0, groups.Count).Select(group => group.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return View(points, column, null, [ViewColumn.Key(label, names, row => groups.Labels[row])]);
    }

    /// <summary>A column of vectors, read into a matrix.</summary>
    /// <param name="view">Any view, ours or ML.NET's.</param>
    /// <param name="column">A column of vectors of Single of known size.</param>
    /// <returns>(n, d), a copy; sparse rows are filled with zeros.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static Matrix ToMatrix(this IDataView view, string column = "Features")
    {
        var matrix = Shared(view, column);
        return view is MemoryView ? matrix.Copy() : matrix;
    }

    /// <summary>A column of vectors as a matrix that must not be written to: of a view of ours it is the matrix itself.</summary>
    internal static Matrix Shared(IDataView view, string column)
    {
        ArgumentNullException.ThrowIfNull(view);
        var source = Columns.Vector(view.Schema, column, out var size);
        if (view is MemoryView memory && memory.Matrices.TryGetValue(column, out var matrix)) return matrix;
        var values = new float[checked((int)(view.GetRowCount() ?? 1024) * size)];
        var rows = 0;
        using var cursor = view.GetRowCursor([source]);
        var getter = cursor.GetGetter<VBuffer<float>>(source);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            if (values.Length == rows * size) Array.Resize(ref values, checked(2 * (rows + 1) * size));
            row.CopyTo(values.AsSpan(rows++ * size, size));
        }
        Array.Resize(ref values, rows * size);
        return new Matrix(rows, size, values);
    }

    private static MemoryView View(Matrix points, string column, IReadOnlyList<string>? names, ViewColumn[] others)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentException.ThrowIfNullOrEmpty(column);
        if (points.Columns == 0) throw new ArgumentException("points has 0 columns, expected at least 1: ML.NET takes a vector of size 0 for one of unknown size.", nameof(points));
        if (names is not null && names.Count != points.Columns)
            throw new ArgumentException($"names has {names.Count} entries, expected {points.Columns} as there are dimensions.", nameof(names));
        var vectors = ViewColumn.Of(
            column,
            new VectorDataViewType(NumberDataViewType.Single, points.Columns),
            (int row, ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, points.Columns);
                points.Row(row).CopyTo(editor.Values);
                value = editor.Commit();
            },
            Annotated.Names("SlotNames", names ?? []));
        return new MemoryView(points.Rows, [vectors, .. others]) { Matrices = new Dictionary<string, Matrix> { [column] = points } };
    }
}
