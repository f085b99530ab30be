using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace Notebooks.Tests;

/// <summary>The rules of the house style that a machine can check; every breach is a sentence.</summary>
internal static class NotebookRules
{
    public const int MaxBytes = 1_000_000;
    private const string Metrics = "application/x-segment-metrics+json";

    /// <summary>All breaches of one notebook.</summary>
    public static IEnumerable<string> Breaches(Notebook notebook) =>
        Metadata(notebook).Concat(Cells(notebook)).Concat(CodeSizes(notebook)).Concat(Outputs(notebook)).Concat(Opening(notebook)).Concat(Ending(notebook));

    /// <summary>Breaches of what also holds for solutions: the kernel, the cells' form, no paths of a machine.</summary>
    public static IEnumerable<string> FormBreaches(Notebook notebook) => Metadata(notebook).Concat(Cells(notebook)).Concat(Paths(notebook));

    private static IEnumerable<string> Metadata(Notebook notebook)
    {
        var kernel = notebook.Root["metadata"]?["kernelspec"];
        if ((string?)kernel?["name"] != ".net-csharp") yield return $"kernelspec.name: expected .net-csharp, got {kernel?["name"]?.ToJsonString() ?? "nothing"}";
        if ((string?)kernel?["language"] != "C#") yield return $"kernelspec.language: expected C#, got {kernel?["language"]?.ToJsonString() ?? "nothing"}";
        if ((string?)notebook.Root["metadata"]?["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"] != "csharp") yield return "metadata.polyglot_notebook.kernelInfo.defaultKernelName: expected csharp";
        if ((int?)notebook.Root["nbformat_minor"] is not >= 5) yield return "nbformat_minor: expected 5 or more";
    }

    private static IEnumerable<string> Cells(Notebook notebook)
    {
        var ids = new HashSet<string>();
        foreach (var (index, cell) in notebook.Cells.Index())
        {
            if (cell.Id.Length == 0) yield return $"cell {index + 1}: has no id";
            else if (!ids.Add(cell.Id)) yield return $"cell {index + 1}: its id '{cell.Id}' stands twice";
            if (!cell.IsCode) continue;
            var first = cell.Source.Split('\n')[0].Trim();
            if (cell.Language is { } language && language != "csharp" && !first.StartsWith("#!" + language, StringComparison.Ordinal))
            {
                yield return $"cell {index + 1}: its metadata says {language}, so its first line must be #!{language}: plain Jupyter ignores metadata";
            }
        }
    }

    private static IEnumerable<string> CodeSizes(Notebook notebook)
    {
        // Prose in another language's cell (a diagram, a page part) is no code to read.
        var sizes = notebook.Cells.Index().Where(item => item.Item.IsCode && item.Item.Language is null or "csharp" or "fsharp" or "sql")
            .Select(item => (Cell: item.Index + 1, Lines: item.Item.LineCount)).Where(item => item.Lines > 0).OrderBy(item => item.Lines).ToList();
        if (sizes.Count == 0) yield break;
        if (sizes[(sizes.Count - 1) / 2].Lines > 6) yield return $"code cells: median {sizes[(sizes.Count - 1) / 2].Lines} lines, at most 6";
        var limit = sizes[(int)Math.Ceiling(0.9 * sizes.Count) - 1];
        if (limit.Lines > 15) yield return $"code cells: 90 % have up to {limit.Lines} lines (cell {limit.Cell}), at most 15";
        foreach (var (cell, lines) in sizes.Where(item => item.Lines > 25)) yield return $"cell {cell}: {lines} lines, at most 25; what is longer has a name in lib/";
    }

    private static IEnumerable<string> Outputs(Notebook notebook)
    {
        var expected = 0;
        foreach (var (index, cell) in notebook.Cells.Index().Where(item => item.Item.IsCode && !string.IsNullOrWhiteSpace(item.Item.Source)))
        {
            expected++;
            if (cell.ExecutionCount != expected) yield return $"cell {index + 1}: execution count {cell.ExecutionCount?.ToString() ?? "none"}, expected {expected}: run the host with --save";
            if (cell.Outputs.Any(output => (string?)output?["output_type"] == "error")) yield return $"cell {index + 1}: its output is an error";
        }
        foreach (var breach in Paths(notebook)) yield return breach;
        var size = new FileInfo(notebook.Path).Length;
        if (size > MaxBytes) yield return $"the file has {size:N0} bytes, at most {MaxBytes:N0}";
    }

    private static IEnumerable<string> Paths(Notebook notebook)
    {
        foreach (var (index, cell) in notebook.Cells.Index())
        {
            if (OutputScrubber.FindPath(new JsonObject { ["source"] = cell.Source }) is { } path) yield return $"cell {index + 1}: its source holds the absolute path {path}";
            foreach (var output in cell.Outputs.OfType<JsonObject>())
            {
                if (OutputScrubber.FindPath(output) is { } shown) yield return $"cell {index + 1}: its output holds the absolute path {shown}";
            }
        }
    }

    private static IEnumerable<string> Opening(Notebook notebook)
    {
        if (notebook.Cells is not [{ CellType: "markdown" } first, ..] || !first.Source.StartsWith("# ", StringComparison.Ordinal)) yield return "cell 1: expected Markdown that begins with a heading of level 1";
        var parameters = notebook.CodeCells.Count(cell => cell.Tags.Contains("parameters"));
        if (parameters != 1) yield return $"{parameters} cells are tagged parameters, expected one";
    }

    private static IEnumerable<string> Ending(Notebook notebook)
    {
        var last = notebook.CodeCells.LastOrDefault(cell => !string.IsNullOrWhiteSpace(cell.Source));
        if (last?.Outputs.Any(output => output?["data"]?[Metrics] is JsonObject) != true) yield return $"the last code cell shows no metrics ({Metrics})";
    }
}
