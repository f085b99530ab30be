using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>The first page: each notebook with its question, its answer and a picture.</summary>
/// <param name="runs">The executed notebooks.</param>
/// <param name="provenance">The machine and the versions.</param>
internal sealed class IndexPage(IReadOnlyList<NotebookRun> runs, Provenance provenance)
{
    /// <summary>The page.</summary>
    /// <param name="assets">The report's title.</param>
    /// <param name="introduction">A paragraph in Markdown about the project, or null.</param>
    public string Render(Assets assets, string? introduction)
    {
        var failed = runs.Count(run => run.Error is not null);
        var skipped = runs.Count(run => run.Skipped is not null);
        var state = failed == 0 && skipped > 0 ? $"{runs.Count} notebooks, {skipped} skipped" : failed == 0 ? $"{runs.Count} notebooks, all executed from start to end" : $"{runs.Count} notebooks, <strong>{failed} failed</strong>";
        var seconds = runs.Sum(run => run.Seconds).ToString("0", CultureInfo.InvariantCulture);
        var body = $"""
            <main class="index">
            <header><h1>{Encode(assets.Title)}</h1>{(introduction is null ? "" : $"<p class=\"lead\">{Prose.Inline(introduction)}</p>")}
            <p class="state">{state} in {seconds} s.</p></header>
            <ol class="cards">
            {string.Concat(runs.Select(Card))}
            </ol>
            <footer><h2>Where this comes from</h2><dl>{string.Concat(provenance.Items.Select(item => $"<dt>{Encode(item.Name)}</dt><dd>{Encode(item.Value)}</dd>"))}</dl></footer>
            </main>
            """;
        return PageShell.Render(assets.Title, body);
    }

    private static string Card(NotebookRun run)
    {
        var html = new StringBuilder("<li class=\"card\"><a href=\"").Append(run.Notebook.Name).Append(".html\">");
        var picture = run.Notebook.CodeCells.SelectMany(cell => cell.Outputs.OfType<JsonObject>()).Select(OutputHtml.Picture).FirstOrDefault(source => source is not null);
        html.Append("<span class=\"thumb\">").Append(picture is null ? "" : $"<img alt=\"\" loading=\"lazy\" src=\"{picture}\">").Append("</span>");
        html.Append("<span class=\"text\"><span class=\"title\">").Append(Encode(run.Notebook.Title)).Append("</span>");
        if (Summary(run.Notebook) is { Length: > 0 } summary) html.Append("<span class=\"summary\">").Append(Encode(summary)).Append("</span>");
        html.Append("<span class=\"facts\">").Append(run.Error is null ? "" : $"<strong class=\"bad\">failed{(run.FailedCell < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" in cell {run.FailedCell + 1}"))}</strong> · ").Append(run.Skipped is null ? "" : $"skipped: {Encode(run.Skipped)} · ");
        html.Append(CultureInfo.InvariantCulture, $"{run.CellSeconds.Count} cells · {run.Seconds:0.0} s · {run.PeakBytes >> 20:N0} MB");
        return html.Append("</span></span></a></li>\n").ToString();
    }

    /// <summary>The first paragraph below the title: the question and its answer.</summary>
    private static string Summary(Notebook notebook)
    {
        var first = notebook.Cells.FirstOrDefault(cell => cell.CellType == "markdown")?.Source ?? "";
        var paragraph = first.ReplaceLineEndings("\n").Split("\n\n").Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0 && !text.StartsWith('#'));
        return paragraph is null ? "" : Prose.Plain(paragraph);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
