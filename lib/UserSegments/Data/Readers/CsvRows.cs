using CsvHelper;

namespace UserSegments.Data.Readers;

/// <summary>Rows of a file with a header and quoted fields (RFC 4180), through CsvHelper.</summary>
internal sealed class CsvRows : RowReader
{
    private const int MaxRow = 8 << 20;
    private readonly CsvReader reader;
    private readonly string[] header;

    public CsvRows(FileSet files, string name, char delimiter = ',', System.Text.Encoding? encoding = null)
        : base(files.Place(name))
    {
        reader = CsvReader.Create(files.OpenFile(name), new CsvReaderOptions
        {
            Separator = delimiter,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRow,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            Encoding = encoding,
        });
        try
        {
            header = [.. reader.Headers.Select(x => x.Trim())];
        }
        catch (CsvFormatException error)
        {
            reader.Dispose();
            throw Explain(error);
        }
        Line = 1;
        if (header.Length > 0) return;
        reader.Dispose();
        throw new InvalidDataException($"{Place}:1: the file is empty, expected a header.");
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header => header;

    public override int Count => reader.FieldCount;

    public override string this[int column] => reader.GetString(column);

    /// <summary>The number of the first column with one of the names (case does not matter), or -1.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var column = Array.FindIndex(header, x => x.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column >= 0) return column;
        }
        return -1;
    }

    /// <summary>As <see cref="Find"/>, but the column must be there.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        var column = Find(names);
        if (column >= 0) return column;
        throw new InvalidDataException($"{Place}:1: no column {string.Join(" or ", names.ToArray())}; found {string.Join(", ", header)}.");
    }

    protected override bool Advance()
    {
        try
        {
            if (!reader.Read()) return false;
        }
        catch (CsvFormatException error)
        {
            throw Explain(error);
        }
        Line = reader.LineNumber;
        if (reader.FieldCount != header.Length) throw Error($"{reader.FieldCount} fields, expected {header.Length} as in the header.");
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
    }

    private InvalidDataException Explain(CsvFormatException error) =>
        new($"{Place}:{Math.Max(error.LineNumber, Line + 1)}: {error.Message.TrimEnd('.')}.", error);
}
