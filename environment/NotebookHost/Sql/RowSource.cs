using System.Collections;
using System.Data;
using System.Globalization;
using CsvHelper;
using NotebookHost.Formatting;

namespace NotebookHost.Sql;

/// <summary>Anything that is rows and columns, as SQLite takes it.</summary>
/// <param name="Columns">Names, and the types SQLite declares; empty for a column of any type.</param>
/// <param name="Rows">Null, long, double, string or byte[].</param>
internal sealed record RowSource(IReadOnlyList<(string Name, string Type)> Columns, IEnumerable<object?[]> Rows)
{
    /// <summary>The rows of a value; null where it is no table.</summary>
    public static RowSource? Of(object? value) => value switch
    {
        null or string or byte[] => null,
        DataTable table => new([.. table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, Declared(column.DataType)))],
            table.Rows.Cast<DataRow>().Select(row => (object?[])[.. row.ItemArray.Select(Cell)])),
        _ when OfTable(value) is { } table => table,
        IDictionary map => new([("key", ""), ("value", "")], map.Keys.Cast<object>().Select(key => (object?[])[Cell(key), Cell(map[key])])),
        IEnumerable items => OfItems(items),
        _ => null,
    };

    /// <summary>The rows of a delimited file with a header; the delimiter is the likeliest one.</summary>
    public static RowSource OfFile(string path)
    {
        using var reader = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions
        {
            Separator = null,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        });
        try
        {
            string[] header = [.. reader.Headers];
            if (header.Length == 0) throw new Engine.MagicException($"{path} is empty: expected a line of column names.");
            var records = new List<string[]>();
            while (reader.Read())
            {
                if (reader.FieldCount != header.Length)
                {
                    throw new Engine.MagicException(string.Create(CultureInfo.InvariantCulture,
                        $"{path}, line {reader.LineNumber}: {reader.FieldCount} cells, expected {header.Length} as the first line has."));
                }
                records.Add([.. Enumerable.Range(0, header.Length).Select(reader.GetString)]);
            }
            string[] types = [.. header.Select((_, i) => TypeOf(records.Select(record => record[i])))];
            return new([.. header.Zip(types)], records.Select(record => (object?[])[.. record.Select((cell, i) => Parsed(cell, types[i]))]));
        }
        catch (CsvFormatException e)
        {
            throw new Engine.MagicException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {Math.Max(1, e.LineNumber)}: {e.Message}"), e);
        }
    }

    /// <summary>By its shape: <c>Columns</c>, which are texts or have a header or name, and <c>Rows</c> of sequences.</summary>
    private static RowSource? OfTable(object value)
    {
        var type = value.GetType();
        if (type.GetProperty("Columns")?.GetValue(value) is not IEnumerable columns || type.GetProperty("Rows")?.GetValue(value) is not IEnumerable rows) return null;
        List<string?> names = [.. columns.Cast<object>().Select(column => column as string ?? (column.GetType().GetProperty("Header") ?? column.GetType().GetProperty("Name"))?.GetValue(column) as string)];
        return names.Contains(null) ? null
            : new([.. names.Select(name => (name!, ""))], rows.Cast<object>().Select(row => (object?[])[.. ((IEnumerable)row).Cast<object?>().Select(Cell)]));
    }

    private static RowSource OfItems(IEnumerable items)
    {
        var element = items.GetType().GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(type => type.GetGenericArguments()[0]).FirstOrDefault();
        if (element is null || element == typeof(object)) element = items.Cast<object?>().FirstOrDefault(item => item is not null)?.GetType() ?? typeof(object);
        if (Members.IsScalar(element) || Members.HasOwnText(element) || Members.Of(element).Count == 0) return new([("value", Declared(element))], items.Cast<object?>().Select(item => (object?[])[Cell(item)]));
        var members = Members.Of(element);
        return new([.. members.Select(member => (member.Name, Declared(member.Type)))],
            items.Cast<object?>().Select(item => (object?[])[.. members.Select(member => item is null ? null : Cell(member.Read(item)))]));
    }

    private static string Declared(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long)) return "INTEGER";
        if (type == typeof(float) || type == typeof(double) || type == typeof(decimal) || type == typeof(Half)) return "REAL";
        return type == typeof(byte[]) || type == typeof(object) ? "" : "TEXT";
    }

    private static object? Cell(object? value) => value switch
    {
        null or DBNull => null,
        bool flag => flag ? 1L : 0L,
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float.NaN or double.NaN => null,
        float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        Half half => (double)half,
        string or byte[] => value,
        Enum => value.ToString(),
        // SQLite's date functions read this form.
        DateTime time => time.ToString(time.TimeOfDay.Ticks == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        _ => PlainText.Of(value),
    };

    private static string TypeOf(IEnumerable<string> cells)
    {
        var (type, any) = ("INTEGER", false);
        foreach (var cell in cells)
        {
            if (cell.Length == 0) continue;
            any = true;
            // 007 is a name, not a number.
            var padded = cell.TrimStart('-') is ['0', >= '0' and <= '9', ..];
            if (type == "INTEGER" && (padded || !long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))) type = "REAL";
            if (type == "REAL" && (padded || !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))) return "TEXT";
        }
        return any ? type : "TEXT";
    }

    private static object? Parsed(string cell, string type) => cell.Length == 0 ? null : type switch
    {
        "INTEGER" => long.Parse(cell, CultureInfo.InvariantCulture),
        "REAL" => double.Parse(cell, CultureInfo.InvariantCulture) is var number && double.IsNaN(number) ? null : number,
        _ => cell,
    };
}
