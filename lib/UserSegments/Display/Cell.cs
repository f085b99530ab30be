using System.Globalization;

namespace UserSegments.Display;

/// <summary>The text and the number of a table's cells.</summary>
internal static class Cell
{
    /// <summary>The number of a cell, for ordering and marking; null where it is none.</summary>
    public static double? Number(object? cell) => cell switch
    {
        Estimate estimate => estimate.Value,
        double value => value,
        float value => value,
        decimal value => (double)value,
        Half value => (double)value,
        TimeSpan value => value.TotalSeconds,
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDouble(cell, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The texts of one column.</summary>
    public static string[] Texts(TableColumn column, IReadOnlyList<object?> cells)
    {
        if (column.Format is { } format)
            return [.. cells.Select(cell => cell is IFormattable value && !IsNaN(cell) ? value.ToString(format, CultureInfo.InvariantCulture) : Text(cell))];
        var texts = cells.Select(Text).ToArray();
        // One count of decimals for all numbers of the column, the ends of intervals among them.
        var numbers = new List<double>();
        foreach (var cell in cells)
        {
            if (cell is Estimate estimate) numbers.AddRange([estimate.Value, estimate.Low, estimate.High]);
            else if (Number(cell) is { } number && cell is not TimeSpan) numbers.Add(number);
        }
        var formatted = NumberText.Column(numbers, column.Digits);
        for (int i = 0, at = 0; i < cells.Count; i++)
        {
            if (cells[i] is Estimate) texts[i] = $"{formatted[at++]} [{formatted[at++]}, {formatted[at++]}]";
            else if (Number(cells[i]) is not null && cells[i] is not TimeSpan) texts[i] = formatted[at++];
        }
        return texts;
    }

    private static bool IsNaN(object cell) => Number(cell) is double.NaN;

    private static string Text(object? cell) => cell switch
    {
        null => NumberText.Missing,
        string text => text,
        bool value => value ? "yes" : "no",
        DateTime time => Date(time),
        DateTimeOffset time => Date(time.UtcDateTime),
        TimeSpan span => NumberText.Significant(span.TotalSeconds, 3) + " s",
        Estimate estimate => estimate.ToString(),
        _ when IsNaN(cell) => NumberText.Missing,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static string Date(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
