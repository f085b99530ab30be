using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>A table of numbers as colours, the numbers in the cells where there is room.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="rows">(n) names, the first on top.</param>
    /// <param name="columns">(m) names, the first on the left.</param>
    /// <param name="values">(n, m) numbers; what is not a number is grey.</param>
    /// <param name="name">What the numbers measure, with the unit.</param>
    /// <param name="diverging">Whether the middle of the scale has a meaning of its own.</param>
    /// <param name="middle">That middle, such as 0, or 1 for a lift.</param>
    /// <param name="format">A .NET format string of the numbers; null: three significant digits.</param>
    /// <param name="xTitle">What the columns are.</param>
    /// <param name="yTitle">What the rows are.</param>
    public static Figure Heatmap(
        string title,
        IReadOnlyList<string> rows,
        IReadOnlyList<string> columns,
        double[,] values,
        string name = "",
        bool diverging = false,
        double middle = 0,
        string? format = null,
        string xTitle = "",
        string yTitle = "")
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        Check.SameLength(values.GetLength(0), rows.Count, nameof(values), nameof(rows));
        Check.SameLength(values.GetLength(1), columns.Count, nameof(values), nameof(columns));
        var flat = values.Cast<double>().ToArray();
        var written = format is null ? NumberText.Column(flat, 3) : [.. flat.Select(value => NumberText.Formatted(value, format))];
        var texts = new string[rows.Count, columns.Count];
        for (var i = 0; i < flat.Length; i++) texts[i / columns.Count, i % columns.Count] = written[i];
        return new Figure(title)
        {
            X = new Axis(xTitle) { Kind = AxisKind.Category, Categories = Distinct(columns) },
            Y = new Axis(yTitle) { Kind = AxisKind.Category, Categories = Distinct(rows) },
            Traces = [new HeatmapTrace(name, Distinct(rows), Distinct(columns), values) { Scale = diverging ? ColourScale.Diverging : ColourScale.Sequential, Middle = middle, Texts = texts }],
            Height = Math.Clamp(150 + 24 * rows.Count, 420, 4096),
        };
    }

    /// <summary>A matrix as colours, the numbers in the cells where there is room.</summary>
    /// <param name="title">The finding.</param>
    /// <param name="rows">(n) names, the first on top.</param>
    /// <param name="columns">(m) names, the first on the left.</param>
    /// <param name="values">(n, m) numbers.</param>
    /// <param name="name">What the numbers measure, with the unit.</param>
    /// <param name="diverging">Whether 0 has a meaning of its own.</param>
    public static Figure Heatmap(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Matrix values, string name = "", bool diverging = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        var cells = new double[values.Rows, values.Columns];
        for (var i = 0; i < values.Rows; i++)
        {
            for (var j = 0; j < values.Columns; j++) cells[i, j] = values[i, j];
        }
        return Heatmap(title, rows, columns, cells, name, diverging);
    }

    /// <summary>Names made distinct by a number, because each is a place of its own.</summary>
    private static string[] Distinct(IReadOnlyList<string> names)
    {
        var (seen, distinct) = (new HashSet<string>(), new string[names.Count]);
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            for (var number = 2; !seen.Add(name); number++) name = $"{names[i]} ({number.ToString(CultureInfo.InvariantCulture)})";
            distinct[i] = name;
        }
        return distinct;
    }
}
