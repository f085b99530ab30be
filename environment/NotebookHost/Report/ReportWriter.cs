using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>Writes the report: an index, a page a notebook, <c>metrics.json</c>; each file whole or not at all.</summary>
/// <param name="cache">Where plotly.js and mermaid come from; null to do without.</param>
internal sealed class ReportWriter(NpmCache? cache)
{
    /// <summary>Writes the report of a run.</summary>
    /// <param name="runs">The executed notebooks, in order.</param>
    /// <param name="folder">The folder the report goes into.</param>
    /// <param name="time">When the run ended.</param>
    /// <returns>The path of its first page.</returns>
    public string Write(IReadOnlyList<NotebookRun> runs, string folder, DateTimeOffset time)
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(runs[0].Notebook.Path))!;
        var (title, introduction) = Introduction(source);
        var outputs = runs.SelectMany(run => run.Notebook.CodeCells).SelectMany(cell => cell.Outputs.OfType<JsonObject>()).ToList();
        var assets = new Assets(title, outputs.Any(OutputHtml.HasPlot) ? cache?.Plotly() : null, outputs.Any(OutputHtml.HasMermaid) ? cache?.Mermaid() : null);
        var provenance = Provenance.Now(source, time);
        var fingerprint = new Fingerprint();
        assets.Write(folder);
        foreach (var run in runs) AtomicFile.Write(Path.Combine(folder, run.Notebook.Name + ".html"), new NotebookPage(run, runs, fingerprint, provenance).Render(assets));
        AtomicFile.Write(Path.Combine(folder, "metrics.json"), NotebookJson.Write(RunMetrics.Of(runs)));
        var index = Path.Combine(folder, "index.html");
        AtomicFile.Write(index, new IndexPage(runs, provenance).Render(assets, introduction));
        return index;
    }

    /// <summary>The title and the first paragraph of the README above the notebooks; the folder's name where there is none.</summary>
    private static (string Title, string? Introduction) Introduction(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var readme = Path.Combine(at.FullName, "README.md");
            if (!File.Exists(readme)) continue;
            var lines = File.ReadAllLines(readme);
            var heading = Array.FindIndex(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
            if (heading < 0) continue;
            var paragraph = lines.Skip(heading + 1).SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(line => !string.IsNullOrWhiteSpace(line)).ToList();
            var isText = paragraph.Count > 0 && paragraph[0][0] is not ('#' or '!' or '`' or '<' or '|' or '-');
            return (lines[heading][2..].Trim(), isText ? string.Join(' ', paragraph) : null);
        }
        return (Path.GetFileName(folder), null);
    }
}
