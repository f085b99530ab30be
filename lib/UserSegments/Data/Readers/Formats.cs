namespace UserSegments.Data.Readers;

/// <summary>Recognises the form of a set by its files, and reads it.</summary>
internal static class Formats
{
    public static Dataset Read(FileSet files, DatasetOptions options)
    {
        var name = files.Name;
        if (NativeFormat.Recognises(files)) return NativeFormat.Read(files, name, options);
        if (LastFmFormat.Recognises(files)) return LastFmFormat.Read(files, name, options);
        if (RecBoleFormat.Find(files) is { } inter) return RecBoleFormat.Read(files, inter, name, options);
        if (files.Find("u.data") is not null) return MovieLensFormats.Read100K(files, name, options);
        if (files.Find("ratings.dat", "movies.dat") is not null) return MovieLensFormats.ReadDat(files, name, options);
        if (files.Find("behaviors.tsv") is not null) return MindFormat.Read(files, name, options);
        if (files.Find("ratings.csv") is not null && files.Find("movies.csv") is not null) return MovieLensFormats.ReadCsv(files, name, options);
        if (AmazonFormats.FindJson(files) is { Length: > 0 } reviews) return AmazonFormats.ReadJson(files, reviews, name, options);
        return ReadTable(files, name, options);
    }

    // One table with a header: told by its columns.
    private static Dataset ReadTable(FileSet files, string name, DatasetOptions options)
    {
        var tables = files.Names.Where(IsTable).ToArray();
        var refused = new List<string>();
        foreach (var table in tables)
        {
            using var rows = new CsvRows(files, table, null);
            if (OnlineRetailFormat.Recognises(rows)) return OnlineRetailFormat.Read(files, rows, name, options);
            if (AmazonFormats.RecognisesCsv(rows)) return AmazonFormats.ReadCsv(files, rows, name, options);
            if (RecipeFormat.Recognises(rows)) return RecipeFormat.Read(files, rows, name, options);
            if (tables.Length == 1 && DelimitedFormat.Recognises(rows)) return DelimitedFormat.Read(files, rows, name, new DelimitedOptions(), options);
            refused.Add($"{table} with columns {string.Join(", ", rows.Header.Take(12))}");
        }
        var found = files.Names.Count == 0 ? "no files" : string.Join(", ", files.Names.Take(12));
        throw new InvalidDataException(refused.Count == 0
            ? $"{files.Path}: the form of this data set is not known; found {found}."
            : $"{files.Path}: the form of this data set is not known; found {string.Join("; ", refused.Take(3))}. Name the columns with Datasets.OpenDelimited.");
    }

    private static bool IsTable(string name) =>
        name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);
}
