namespace UserSegments.Data.Readers;

/// <summary>Rows of a file whose fields are parted by a fixed string and never quoted; empty lines are passed over.</summary>
internal sealed class LineRows : RowReader
{
    private const int MaxLine = 8 << 20;
    private readonly StreamReader reader;
    private readonly string separator;
    private string[] fields = [];
    private long next = 1;

    public LineRows(FileSet files, string name, string separator, bool header = false, System.Text.Encoding? encoding = null)
        : base(files.Place(name))
    {
        this.separator = separator;
        reader = new StreamReader(files.OpenFile(name), encoding ?? System.Text.Encoding.UTF8, true, 1 << 16);
        if (!header) return;
        try
        {
            if (!Advance()) throw new InvalidDataException($"{Place}:1: the file is empty, expected a header.");
        }
        catch (InvalidDataException error)
        {
            reader.Dispose();
            if (error.Message.StartsWith(Place, StringComparison.Ordinal)) throw;
            throw Broken(error);
        }
        Header = [.. fields.Select(x => x.Trim())];
    }

    public override int Count => fields.Length;

    public override string this[int column] => fields[column];

    protected override bool Advance()
    {
        while (reader.ReadLine() is { } line)
        {
            Line = next++;
            if (line.Length == 0) continue;
            if (line.Length > MaxLine) throw Error($"a line of {line.Length} characters, expected at most {MaxLine}.");
            fields = line.Split(separator);
            return true;
        }
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
    }
}
