using CsvHelper;

namespace UserSegments.Data.Readers;

/// <summary>Rows of a file with a header and quoted fields (RFC 4180), through CsvHelper.</summary>
internal sealed class CsvRows : RowReader
{
    private const int MaxRow = 8 << 20;
    private readonly CsvReader reader;

    public CsvRows(FileSet files, string name, char? delimiter = ',', System.Text.Encoding? encoding = null)
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
            Header = [.. reader.Headers.Select(x => x.Trim())];
        }
        catch (Exception error) when (error is CsvFormatException or InvalidDataException)
        {
            reader.Dispose();
            throw error is CsvFormatException format ? Explain(format) : Broken(error);
        }
        Line = 1;
        if (Header.Count > 0) return;
        reader.Dispose();
        throw new InvalidDataException($"{Place}:1: the file is empty, expected a header.");
    }

    public override int Count => reader.FieldCount;

    public override string this[int column] => reader.GetString(column);

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
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
    }

    private InvalidDataException Explain(CsvFormatException error) =>
        new($"{Place}:{Math.Max(error.LineNumber, Line + 1)}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", error);
}
