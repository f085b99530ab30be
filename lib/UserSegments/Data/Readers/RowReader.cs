using System.Globalization;

namespace UserSegments.Data.Readers;

/// <summary>Rows of a text file, one at a time; every error names file and line.</summary>
internal abstract class RowReader(string place) : IDisposable
{
    /// <summary>The file, for errors.</summary>
    public string Place { get; } = place;

    /// <summary>The first line of the current row, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Number of fields of the current row.</summary>
    public abstract int Count { get; }

    /// <summary>One field of the current row.</summary>
    public abstract string this[int column] { get; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        try
        {
            return Advance();
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(Place, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{Place}:{Line + 1}: the packed file is broken ({error.Message.TrimEnd('.')}).", error);
        }
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
        return Times.Parse(text) ?? throw Error($"{name} is {Quote(text)}, expected seconds since 1970 or a date.");
    }

    /// <summary>A field that must not be empty.</summary>
    public string Required(int column, string name) => this[column] is { Length: > 0 } text ? text : throw Error($"{name} is empty.");

    /// <summary>Text for an error: short, in quotes.</summary>
    public static string Quote(string text) => $"\"{(text.Length > 40 ? text[..40] + "…" : text)}\"";

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract bool Advance();

    protected abstract void Dispose(bool disposing);
}
