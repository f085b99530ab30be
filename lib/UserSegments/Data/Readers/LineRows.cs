
namespace UserSegments.Data.Readers;

/// <summary>Rows of a file whose fields are parted by a fixed string and never quoted; empty lines are passed over.</summary>
internal sealed class LineRows : RowReader
{
    private readonly StreamReader reader;
    private readonly string separator;
    private string[] fields = [];
    private long next = 1;

    public LineRows(FileSet files, string name, string separator, System.Text.Encoding? encoding = null)
        : base(files.Place(name))
    {
        this.separator = separator;
        reader = new StreamReader(files.OpenFile(name), encoding ?? System.Text.Encoding.UTF8, true, 1 << 16);
    }

    public override int Count => fields.Length;

    public override string this[int column] => fields[column];

    protected override bool Advance()
    {
        while (reader.ReadLine() is { } line)
        {
            Line = next++;
            if (line.Length == 0) continue;
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
