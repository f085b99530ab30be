using Microsoft.Data.Analysis;
using UserSegments.Display;

namespace UserSegments.Interop.DataFrames;

/// <summary>A <see cref="Table"/> as a <see cref="DataFrame"/> and back. Every report of the library has a <c>ToTable()</c>.</summary>
/// <remarks>A <see cref="DataFrame"/> has no look of its own in a notebook without .NET Interactive's extension; <see cref="ToDisplayTable"/> gives it one.</remarks>
/// <example><code>report.ToTable().ToDataFrame().OrderByDescending("NDCG@10").ToDisplayTable()</code></example>
public static class TableFrames
{
    private const string Low = " low";
    private const string High = " high";

    /// <summary>The cells as columns of their type; an <see cref="Estimate"/> becomes three columns, "x", "x low" and "x high".</summary>
    /// <param name="table">The table.</param>
    /// <returns>All rows. A missing cell is null, NaN stays NaN; a <see cref="TimeSpan"/> becomes its seconds; numbers of several types in one column become Double, other mixtures text.</returns>
    /// <remarks>Formats, marks and the caption are of the table and are lost.</remarks>
    /// <exception cref="ArgumentException">Vectors of a column differ in size, or two columns would have one name.</exception>
    public static DataFrame ToDataFrame(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = new List<DataFrameColumn>();
        for (var j = 0; j < table.Columns.Count; j++)
        {
            var header = table.Columns[j].Header;
            var cells = table.Rows.Select(row => row[j]).ToArray();
            if (cells.Any(cell => cell is Estimate) && cells.All(cell => cell is null or Estimate))
            {
                columns.Add(FrameColumns.Of(header, Part(cells, x => x.Value)));
                columns.Add(FrameColumns.Of(header + Low, Part(cells, x => x.Low)));
                columns.Add(FrameColumns.Of(header + High, Part(cells, x => x.High)));
            }
            else
            {
                columns.Add(FrameColumns.Of(header, cells));
            }
        }
        if (columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"{repeated.Count()} columns would be called \"{repeated.Key}\", expected one.", nameof(table));
        return new DataFrame(columns);
    }

    /// <summary>The columns as a table, which shows itself in notebooks, reports and terminals.</summary>
    /// <param name="frame">The data frame.</param>
    /// <param name="caption">What it shows; empty for none.</param>
    /// <returns>All rows, of which the first are shown. Columns of Double called "x", "x low" and "x high", one behind the other, become one <see cref="Estimate"/>.</returns>
    public static Table ToDisplayTable(this DataFrame frame, string caption = "")
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (columns, cells) = (new List<TableColumn>(), new List<object?[]>());
        for (var j = 0; j < frame.Columns.Count; j++)
        {
            columns.Add(new TableColumn(frame.Columns[j].Name));
            cells.Add(FrameColumns.Cells(frame.Columns[j]));
            if (!IsEstimate(frame, j)) continue;
            var (low, high) = (FrameColumns.Cells(frame.Columns[j + 1]), FrameColumns.Cells(frame.Columns[j + 2]));
            cells[^1] = [.. cells[^1].Select((value, i) => value is null ? null : (object)new Estimate((double)value, (double)low[i]!, (double)high[i]!))];
            j += 2;
        }
        var rows = Enumerable.Range(0, (int)frame.Rows.Count).Select(i => (object?[])[.. cells.Select(column => column[i])]);
        return new Table(columns, rows, caption);
    }

    private static object?[] Part(object?[] cells, Func<Estimate, double> part) => Array.ConvertAll(cells, cell => cell is Estimate x ? (object)part(x) : null);

    private static bool IsEstimate(DataFrame frame, int at)
    {
        if (at + 2 >= frame.Columns.Count || frame.Columns[at] is not DoubleDataFrameColumn value) return false;
        if (frame.Columns[at + 1] is not DoubleDataFrameColumn low || frame.Columns[at + 2] is not DoubleDataFrameColumn high) return false;
        if (low.Name != value.Name + Low || high.Name != value.Name + High) return false;
        return Enumerable.Range(0, (int)value.Length).All(i => value[i] is null == low[i] is null && value[i] is null == high[i] is null);
    }
}
