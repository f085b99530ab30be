using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace Notebooks.Tests;

/// <summary>The notebooks of the repository.</summary>
internal static class NotebookCatalog
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every notebook under notebooks/, solutions apart, and the small one that tests this mechanism.</summary>
    public static IEnumerable<string> Lessons => Under("notebooks").Where(path => !IsSolution(path)).Append("tests/Notebooks.Tests/Good/small.ipynb");

    /// <summary>Every notebook that is to end: lessons and solutions.</summary>
    public static IEnumerable<string> All => Lessons.Concat(Under("notebooks").Where(IsSolution));

    /// <summary>Notebooks that must fail, at the cell tagged <c>fails</c>.</summary>
    public static IEnumerable<string> Failing => Under("tests/Notebooks.Tests/Failing");

    public static Notebook Load(string path) => Notebook.Load(Path.Combine(Root, path));

    /// <summary>The run of a notebook with its default parameters, saved nowhere.</summary>
    public static NotebookRun Run(string path) => new NotebookRunner(TimeSpan.FromSeconds(180)).Run(Load(path));

    private static IEnumerable<string> Under(string folder)
    {
        var full = Path.Combine(Root, folder);
        if (!Directory.Exists(full)) return [];
        return Directory.EnumerateFiles(full, "*.ipynb", SearchOption.AllDirectories).Where(path => !path.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    private static bool IsSolution(string path) => path.Contains("/solutions/", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Notebooks.sln"))) return at.FullName;
        }
        throw new DirectoryNotFoundException($"No Notebooks.sln above {AppContext.BaseDirectory}.");
    }
}
