using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace UserSegments.Interop.DataFrames;

/// <summary>Columns of a data frame out of loose values, and the values back.</summary>
internal static class FrameColumns
{
    private static readonly Dictionary<Type, Func<string, IReadOnlyList<object?>, DataFrameColumn>> Makers = new()
    {
        [typeof(string)] = (name, cells) => new StringDataFrameColumn(name, cells.Select(cell => (string?)cell)),
        [typeof(bool)] = (name, cells) => new BooleanDataFrameColumn(name, Values<bool>(cells)),
        [typeof(double)] = (name, cells) => new DoubleDataFrameColumn(name, Values<double>(cells)),
        [typeof(float)] = (name, cells) => new SingleDataFrameColumn(name, Values<float>(cells)),
        [typeof(decimal)] = (name, cells) => new DecimalDataFrameColumn(name, Values<decimal>(cells)),
        [typeof(int)] = (name, cells) => new Int32DataFrameColumn(name, Values<int>(cells)),
        [typeof(long)] = (name, cells) => new Int64DataFrameColumn(name, Values<long>(cells)),
        [typeof(short)] = (name, cells) => new Int16DataFrameColumn(name, Values<short>(cells)),
        [typeof(sbyte)] = (name, cells) => new SByteDataFrameColumn(name, Values<sbyte>(cells)),
        [typeof(byte)] = (name, cells) => new ByteDataFrameColumn(name, Values<byte>(cells)),
        [typeof(ushort)] = (name, cells) => new UInt16DataFrameColumn(name, Values<ushort>(cells)),
        [typeof(uint)] = (name, cells) => new UInt32DataFrameColumn(name, Values<uint>(cells)),
        [typeof(ulong)] = (name, cells) => new UInt64DataFrameColumn(name, Values<ulong>(cells)),
        [typeof(DateTime)] = (name, cells) => new DateTimeDataFrameColumn(name, Values<DateTime>(cells)),
        [typeof(float[])] = Vectors,
    };

    /// <summary>A column of the type that the cells have in common: numbers of several types become Double, anything else text.</summary>
    public static DataFrameColumn Of(string name, IReadOnlyList<object?> cells)
    {
        var plain = cells.Select(Plain).ToArray();
        var types = plain.Where(cell => cell is not null).Select(cell => cell!.GetType()).Distinct().ToArray();
        if (types.Length == 1 && Makers.TryGetValue(types[0], out var make)) return make(name, plain);
        if (types.Length > 1 && types.All(IsNumber))
            return new DoubleDataFrameColumn(name, plain.Select(cell => cell is null ? (double?)null : Convert.ToDouble(cell, CultureInfo.InvariantCulture)));
        return new StringDataFrameColumn(name, plain.Select(Text));
    }

    /// <summary>The cells of a column; null where it has none.</summary>
    public static object?[] Cells(DataFrameColumn column)
    {
        var cells = new object?[column.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = column[i] is VBuffer<float> vector ? new VectorCell([.. vector.DenseValues()]) : column[i];
        return cells;
    }

    public static DataFrameColumn Find(DataFrame frame, string name)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Columns.FirstOrDefault(column => column.Name == name)
            ?? throw new ArgumentException($"There is no column \"{name}\"; the columns are {string.Join(", ", frame.Columns.Select(column => $"\"{column.Name}\""))}.", nameof(name));
    }

    public static bool IsNumber(Type type) => type != typeof(string) && type != typeof(bool) && type != typeof(DateTime) && Makers.ContainsKey(type) && !type.IsArray;

    /// <summary>A value that must be there.</summary>
    public static object Present(DataFrameColumn column, long row) =>
        column[row] ?? throw new InvalidDataException($"Column \"{column.Name}\" has no value in row {row}, expected one: fill or drop nulls first.");

    private static object? Plain(object? cell) => cell switch
    {
        VectorCell vector => vector.ToArray(),
        TimeSpan span => span.TotalSeconds,
        DateTimeOffset time => time.UtcDateTime,
        _ => cell,
    };

    private static string? Text(object? cell) => cell is IFormattable value ? value.ToString(null, CultureInfo.InvariantCulture) : cell?.ToString();

    private static IEnumerable<T?> Values<T>(IReadOnlyList<object?> cells)
        where T : struct => cells.Select(cell => (T?)cell);

    private static VBufferDataFrameColumn<float> Vectors(string name, IReadOnlyList<object?> cells)
    {
        var size = ((float[])cells.First(cell => cell is not null)!).Length;
        return new(name, cells.Select((cell, row) => cell is float[] { Length: var length } vector && length == size
            ? new VBuffer<float>(size, (float[])vector.Clone())
            : throw new ArgumentException($"Column \"{name}\" has in row {row} {(cell is null ? "no vector" : $"a vector of {((float[])cell).Length}")}, expected one of {size} as in the first.", nameof(cells))));
    }
}
