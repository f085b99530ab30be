using UserSegments.Data.Readers;

namespace UserSegments.Data;

/// <summary>Opens data sets by name, folder or file.</summary>
public static class Datasets
{
    /// <summary>The name of the data set that comes with the project.</summary>
    public const string Embedded = "embedded";

    /// <summary>Opens a data set.</summary>
    /// <param name="nameOrPath">
    /// <c>embedded</c>, a folder or a file, whose form is recognised by the files, or a name of <see cref="PublicDataset.All"/>, which is fetched once.
    /// </param>
    /// <param name="options">How to read it; the defaults replace the names of people.</param>
    /// <exception cref="FileNotFoundException">There is no such file, folder or name.</exception>
    /// <exception cref="IOException">A public set is not in the cache and cannot be fetched.</exception>
    /// <exception cref="InvalidDataException">The files are malformed (file and line are named), empty, or of no known form.</exception>
    public static Dataset Open(string nameOrPath, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        options ??= new DatasetOptions();
        // The embedded people are invented: their ids and words are shown as they are.
        if (nameOrPath == Embedded) return Formats.Read(FileSet.Open(EmbeddedFolder()), options with { Pseudonyms = null, Redactor = null });
        if (Directory.Exists(nameOrPath) || File.Exists(nameOrPath)) return Formats.Read(FileSet.Open(nameOrPath), options);
        if (PublicDataset.All.FirstOrDefault(x => x.Name == nameOrPath) is { } known)
            return Formats.Read(FileSet.Open((options.Cache ?? new DatasetCache()).Fetch(known)), options);
        throw new FileNotFoundException(
            $"There is no file or folder {nameOrPath}, nor a data set of that name; known names are {Embedded}, {string.Join(", ", PublicDataset.All.Select(x => x.Name))}.",
            nameOrPath);
    }

    /// <summary>Opens a plain delimited file with named columns.</summary>
    /// <param name="path">The file, packed or not.</param>
    /// <param name="columns">Which column is what; those left out are told by their usual names.</param>
    /// <param name="options">How to read it; the defaults replace the names of people.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed (the line is named), empty, or lacks a column.</exception>
    public static Dataset OpenDelimited(string path, DelimitedOptions columns, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(columns);
        var files = FileSet.Open(path);
        if (files.Names.Count != 1) throw new InvalidDataException($"{path}: {files.Names.Count} files, expected 1.");
        using var rows = new CsvRows(files, files.Names[0], columns.Delimiter);
        return DelimitedFormat.Read(files, rows, files.Name, columns, options ?? new DatasetOptions());
    }

    /// <summary>Opens what was planted in a simulated data set.</summary>
    /// <param name="nameOrPath"><c>embedded</c>, or a folder that <see cref="Save(SimulatedMarket, string)"/> wrote.</param>
    /// <exception cref="FileNotFoundException">The set has no truth: real data have none.</exception>
    public static MarketTruth OpenTruth(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        return TruthFormat.Read(FileSet.Open(nameOrPath == Embedded ? EmbeddedFolder() : nameOrPath));
    }

    /// <summary>Writes a data set into a folder, in a form that <see cref="Open"/> reads.</summary>
    /// <param name="dataset">What is written; times are cut to minutes.</param>
    /// <param name="folder">Made if it is not there; each file is written whole or not at all.</param>
    public static void Save(Dataset dataset, string folder)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Directory.CreateDirectory(folder);
        NativeFormat.Write(dataset, folder);
    }

    /// <summary>Writes a simulated market, its truth included, into a folder.</summary>
    /// <param name="market">What is written.</param>
    /// <param name="folder">Made if it is not there.</param>
    public static void Save(SimulatedMarket market, string folder)
    {
        ArgumentNullException.ThrowIfNull(market);
        Save(market.Dataset, folder);
        TruthFormat.Write(market.Truth, market.Dataset, folder);
    }

    private static string EmbeddedFolder() => ProjectFiles.Folder(Embedded, "interactions.csv.gz");
}
