using System.Globalization;

namespace UserSegments.Data.Readers;

/// <summary>Rows of a text file, one at a time; every error names file and line.</summary>
internal abstract class RowReader(string place) : IDisposable
{
    private string lastTime = "";
    private DateTime? lastParsed;

    /// <summary>The file, for errors.</summary>
    public string Place { get; } = place;

    /// <summary>The first line of the current row, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>The names of the columns; empty where the file has no header.</summary>
    public IReadOnlyList<string> Header { get; protected init; } = [];

    /// <summary>Number of fields of the current row.</summary>
    public abstract int Count { get; }

    /// <summary>One field of the current row.</summary>
    public abstract string this[int column] { get; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        try
        {
            if (!Advance()) return false;
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(Place, StringComparison.Ordinal))
        {
            throw Broken(error);
        }
        if (Header.Count > 0 && Count != Header.Count) throw Error($"{Count} fields, expected {Header.Count} as in the header.");
        return true;
    }

    /// <summary>The number of the first column with one of the names (case does not matter), or -1.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            for (var column = 0; column < Header.Count; column++)
            {
                if (Header[column].Equals(name, StringComparison.OrdinalIgnoreCase)) return column;
            }
        }
        return -1;
    }

    /// <summary>As <see cref="Find"/>, but the column must be there.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        var column = Find(names);
        if (column >= 0) return column;
        throw new InvalidDataException($"{Place}:1: no column {string.Join(" or ", names.ToArray())}; found {string.Join(", ", Header)}.");
    }

    /// <summary>Makes an error that names file and line.</summary>
    public InvalidDataException Error(string message) => new($"{Place}:{Line}: {message}");

    /// <summary>Refuses a row that does not have the number of fields.</summary>
    public void Expect(int count)
    {
        if (Count != count) throw Error($"{Count} fields, expected {count}.");
    }

    /// <summary>A field as a finite number.</summary>
    public double Number(int column, string name)
    {
        if (double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        throw Error($"{name} is {Quote(this[column])}, expected a number.");
    }

    /// <summary>A field as a whole number.</summary>
    public long Whole(int column, string name)
    {
        if (long.TryParse(this[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) return number;
        throw Error($"{name} is {Quote(this[column])}, expected a whole number.");
    }

    /// <summary>A field as a time: seconds or milliseconds since 1970, or a date as it is commonly written; null where it is empty.</summary>
    public DateTime? Time(int column, string name)
    {
        var text = this[column];
        if (text.Length == 0) return null;
        if (text == lastTime) return lastParsed;
        lastParsed = Times.Parse(text) ?? throw Error($"{name} is {Quote(text)}, expected seconds since 1970 or a date.");
        lastTime = text;
        return lastParsed;
    }

    /// <summary>A field that must not be empty.</summary>
    public string Required(int column, string name) => this[column] is { Length: > 0 } text ? text : throw Error($"{name} is empty.");

    /// <summary>Text for an error: short, in quotes, on one line.</summary>
    public static string Quote(string text) => $"\"{(text.Length > 40 ? text[..40] + "…" : text).ReplaceLineEndings(" ")}\"";

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>An error for a file whose packing is broken.</summary>
    protected InvalidDataException Broken(Exception error) => new($"{Place}:{Line + 1}: the file cannot be unpacked ({error.Message.TrimEnd('.')}).", error);

    protected abstract bool Advance();

    protected abstract void Dispose(bool disposing);
}
