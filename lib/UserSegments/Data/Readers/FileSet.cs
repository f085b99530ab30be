using System.IO.Compression;

namespace UserSegments.Data.Readers;

/// <summary>The files of a data set: a folder, a zip archive or a single file; what is packed by gzip or zip is read in place.</summary>
/// <remarks>Files are known by their own name, without folders and without <c>.gz</c>; errors name the whole path.</remarks>
internal sealed class FileSet
{
    private readonly Dictionary<string, (string Path, string? Entry)> files = new(StringComparer.OrdinalIgnoreCase);

    private FileSet(string path) => (Path, Name) = (path, NameOf(path));

    /// <summary>The folder or file that was named.</summary>
    public string Path { get; }

    /// <summary>What the set is called: the folder's or file's name without its extensions.</summary>
    public string Name { get; }

    /// <summary>The names of the files, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. files.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Files of no bytes, which are left out.</summary>
    public int Empty { get; private set; }

    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">A zip archive cannot be read.</exception>
    public static FileSet Open(string path)
    {
        var set = new FileSet(path);
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)) set.Add(file);
        }
        else if (File.Exists(path)) set.Add(path);
        else throw new FileNotFoundException($"There is no file or folder {path}.", path);
        return set;
    }

    /// <summary>The first of some names that the set has, else null.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (files.ContainsKey(name)) return name;
        }
        return null;
    }

    /// <summary>A file that a form cannot do without.</summary>
    /// <exception cref="InvalidDataException">The set lacks it.</exception>
    public string Require(string name, string form) => files.ContainsKey(name)
        ? name
        : throw new InvalidDataException($"{Path}: {name} is missing, which {form} needs; found {string.Join(", ", Names.Take(12))}.");

    /// <summary>The place of a file, for errors.</summary>
    public string Place(string name) => files[name].Entry is { } entry ? $"{files[name].Path}!{entry}" : files[name].Path;

    /// <summary>Opens a file for reading once, unpacked.</summary>
    public Stream OpenFile(string name)
    {
        var (path, entry) = files[name];
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            if (entry is not null) return new EntryStream(new ZipArchive(file), entry);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            file.Dispose();
            throw new InvalidDataException($"{Place(name)}:1: the file cannot be unpacked ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private void Add(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            Empty++;
            return;
        }
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            files.TryAdd(Bare(System.IO.Path.GetFileName(path)), (path, null));
            return;
        }
        try
        {
            using var archive = ZipFile.OpenRead(path);
            foreach (var entry in archive.Entries.Where(x => x.Length > 0)) files.TryAdd(entry.Name, (path, entry.FullName));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: not a readable zip archive ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static string NameOf(string path)
    {
        var name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        if (Directory.Exists(path)) return name;
        foreach (var extension in new[] { ".zip", ".gz", ".csv", ".tsv", ".json", ".jsonl", ".txt" })
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) name = name[..^extension.Length];
        }
        return name;
    }

    private static string Bare(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    // Keeps the archive open as long as one of its entries is read.
    private sealed class EntryStream(ZipArchive archive, string entry) : Stream
    {
        private readonly Stream inner = archive.GetEntry(entry)!.Open();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException("An entry of an archive is read from start to end.");

        public override long Position
        {
            get => throw new NotSupportedException("An entry of an archive is read from start to end.");
            set => throw new NotSupportedException("An entry of an archive is read from start to end.");
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("An entry of an archive is read from start to end.");

        public override void SetLength(long value) => throw new NotSupportedException("An entry of an archive is read only.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An entry of an archive is read only.");

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                archive.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
