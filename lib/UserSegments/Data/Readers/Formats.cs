namespace UserSegments.Data.Readers;

/// <summary>Recognises the form of a set by its files, and reads it.</summary>
internal static class Formats
{
    public static Dataset Read(FileSet files, DatasetOptions options)
    {
        if (NativeFormat.Recognises(files)) return NativeFormat.Read(files, files.Name);
        throw new InvalidDataException(
            $"{files.Path}: the form of this data set is not known; found {(files.Names.Count == 0 ? "no files" : string.Join(", ", files.Names.Take(12)))}.");
    }
}
