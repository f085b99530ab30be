namespace UserSegments.Data;

/// <summary>Finds what comes with the project.</summary>
internal static class ProjectFiles
{
    /// <summary>The first folder <c>data/NAME</c> at or above the current folder, the program or the library.</summary>
    /// <param name="name">Below data/.</param>
    /// <param name="file">A file that must be in it.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <remarks>Notebooks run in notebooks/, tests in their output folder: both lie below the folder that holds data/.</remarks>
    public static string Folder(string name, string file) => Path.GetDirectoryName(Find(Path.Combine("data", name, file))) ?? throw new FileNotFoundException(
        $"No folder data/{name.Replace('\\', '/')} with {file} was found at or above {Directory.GetCurrentDirectory()} or {AppContext.BaseDirectory}; expected it in a clone of the project.");

    /// <summary>The first such file at or above the current folder, the program or the library, or null.</summary>
    /// <param name="path">Below the folder of the project.</param>
    public static string? Find(string path)
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(ProjectFiles).Assembly.Location) })
        {
            for (var folder = string.IsNullOrEmpty(start) ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, path);
                if (File.Exists(candidate)) return candidate;
            }
        }
        return null;
    }
}
