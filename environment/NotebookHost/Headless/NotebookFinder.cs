namespace NotebookHost.Headless;

/// <summary>Finds the notebooks to run.</summary>
internal static class NotebookFinder
{
    /// <summary>The folder of notebooks: the one named, or <c>notebooks/</c> found upwards from the current folder, then from this host.</summary>
    /// <exception cref="ParameterException">There is none.</exception>
    public static string Folder(string? named)
    {
        if (named is not null)
        {
            return Directory.Exists(named) || File.Exists(named) ? Path.GetFullPath(named)
                : throw new ParameterException($"--notebooks {named}: there is no such folder or file.");
        }
        return Upwards(Directory.GetCurrentDirectory()) ?? Upwards(AppContext.BaseDirectory) ??
            throw new ParameterException($"No folder notebooks/ in {Directory.GetCurrentDirectory()} or above it; name one with --notebooks.");
    }

    /// <summary>The notebooks of a folder in order of name, or those chosen by the beginning of their names.</summary>
    /// <param name="folder">A folder, or one notebook.</param>
    /// <param name="only">Beginnings of names, such as <c>01</c>; empty for all.</param>
    /// <exception cref="ParameterException">There are none, or a choice fits none.</exception>
    public static IReadOnlyList<string> Find(string folder, IReadOnlyList<string> only)
    {
        List<string> all = File.Exists(folder) ? [folder] : [.. Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)];
        if (all.Count == 0) throw new ParameterException($"{folder} holds no notebook (*.ipynb).");
        foreach (var choice in only)
        {
            if (!all.Any(path => Fits(path, choice)))
            {
                throw new ParameterException($"--only {choice}: no notebook begins so; there are {string.Join(", ", all.Select(Path.GetFileNameWithoutExtension))}.");
            }
        }
        return only.Count == 0 ? all : [.. all.Where(path => only.Any(choice => Fits(path, choice)))];
    }

    private static bool Fits(string path, string choice) => Path.GetFileName(path).StartsWith(choice, StringComparison.OrdinalIgnoreCase);

    private static string? Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var found = Path.Combine(at.FullName, "notebooks");
            if (Directory.Exists(found) && Directory.EnumerateFiles(found, "*.ipynb").Any()) return found;
        }
        return null;
    }
}
