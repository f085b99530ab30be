using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>The page of one notebook: contents at the side, prose, code that folds, outputs, where it comes from.</summary>
/// <param name="run">The executed notebook.</param>
/// <param name="all">All notebooks of the report, in order.</param>
/// <param name="fingerprint">The hashes of what was read.</param>
/// <param name="provenance">The machine and the versions.</param>
internal sealed class NotebookPage(NotebookRun run, IReadOnlyList<NotebookRun> all, Fingerprint fingerprint, Provenance provenance)
{
    private readonly Prose prose = new(run.Notebook, all.Select(other => other.Notebook.Name).ToHashSet(StringComparer.Ordinal));

    /// <summary>The page.</summary>
    /// <param name="assets">The scripts that lie beside the page.</param>
    public string Render(Assets assets)
    {
        var content = new StringBuilder();
        foreach (var (index, cell) in run.Notebook.Cells.Index()) Cell(content, index, cell);
        var body = $"""
            <header class="bar"><a href="index.html">{Encode(assets.Title)}</a><span>{Encode(run.Notebook.Name)}</span><button type="button" data-act="code" hidden>Hide code</button></header>
            <div class="layout">
            <nav class="contents" aria-label="Contents">{Contents()}</nav>
            <main>
            {(run.Error is null ? "" : $"<p class=\"failed\">This run failed{(run.FailedCell < 0 ? "" : $" in cell {run.FailedCell + 1}")}: {Encode(run.Error.Message)}</p>")}
            {(run.Skipped is null ? "" : $"<p class=\"skipped\">Skipped: {Encode(run.Skipped)}.</p>")}
            {content}
            {Neighbours()}
            {Footer()}
            </main>
            </div>
            """;
        var outputs = run.Notebook.CodeCells.SelectMany(cell => cell.Outputs.OfType<JsonObject>()).ToList();
        return PageShell.Render($"{run.Notebook.Title} · {assets.Title}", body, assets.For(outputs.Any(OutputHtml.HasPlot), outputs.Any(OutputHtml.HasMermaid)));
    }

    private void Cell(StringBuilder html, int index, NotebookCell cell)
    {
        if (cell.CellType == "markdown")
        {
            html.Append("<section class=\"prose\">").Append(prose.Render(cell.Source, cell.Json["attachments"] as JsonObject)).Append("</section>\n");
            return;
        }
        if (!cell.IsCode || string.IsNullOrWhiteSpace(cell.Source)) return;
        var failed = index == run.FailedCell;
        html.Append("<section class=\"cell").Append(failed ? " bad" : "").Append("\" id=\"cell-").Append(Number(index + 1)).Append("\">");
        // What only shows something (a diagram, a page part) is folded away: its output is what the reader came for.
        var shown = cell.Language is null or "csharp" or "fsharp" or "sql";
        html.Append(shown ? "<details class=\"code\" open>" : "<details class=\"code\">").Append("<summary><span class=\"count\">[")
            .Append(cell.ExecutionCount is { } count ? Number(count) : " ").Append("]</span><span class=\"kind\">").Append(Encode(Kind(cell))).Append("</span>");
        if (run.CellSeconds.TryGetValue(index, out var seconds) && seconds >= 0.05) html.Append("<span class=\"time\">").Append(seconds.ToString("0.0", CultureInfo.InvariantCulture)).Append(" s</span>");
        html.Append("</summary><pre><code>").Append(CodeHtml.Of(cell.Source, cell.Language is null or "csharp")).Append("</code></pre></details>");
        if (cell.Outputs.Count > 0) html.Append("<div class=\"outputs\">").AppendJoin('\n', cell.Outputs.OfType<JsonObject>().Select(output => OutputHtml.Of(output, prose))).Append("</div>");
        html.Append("</section>\n");
    }

    private static string Kind(NotebookCell cell) => cell.Tags.Contains("parameters") ? "parameters" : cell.Language is null or "csharp" ? "C#" : cell.Language;

    private string Contents()
    {
        var html = new StringBuilder("<ol>");
        foreach (var (level, id, text) in prose.Headings.Where(heading => heading.Level is 2 or 3))
        {
            html.Append("<li class=\"level").Append(level.ToString(CultureInfo.InvariantCulture)).Append("\"><a href=\"#").Append(id).Append("\">").Append(Encode(text)).Append("</a></li>");
        }
        return html.Append("</ol>").ToString();
    }

    private string Neighbours()
    {
        var at = all.Index().First(item => item.Item == run).Index;
        var before = at > 0 ? Link(all[at - 1], "prev", "←") : "<span></span>";
        var after = at + 1 < all.Count ? Link(all[at + 1], "next", "→") : "<span></span>";
        return $"<nav class=\"neighbours\" aria-label=\"Notebooks\">{before}{after}</nav>";

        static string Link(NotebookRun other, string rel, string arrow) =>
            $"<a rel=\"{rel}\" href=\"{other.Notebook.Name}.html\">{(rel == "prev" ? arrow + " " : "")}{Encode(other.Notebook.Title)}{(rel == "next" ? " " + arrow : "")}</a>";
    }

    private string Footer()
    {
        var items = run.Parameters.Select(parameter => (parameter.Key, Code: true, parameter.Value))
            .Concat(fingerprint.Items(run).Select(item => (item.Name, false, item.Value)))
            .Concat(provenance.Items.Select(item => (item.Name, false, item.Value)))
            .Append(("run", false, string.Create(CultureInfo.InvariantCulture, $"{run.Seconds:0.0} s, {run.PeakBytes >> 20:N0} MB at the most")));
        return $"<footer><h2>Where this comes from</h2><dl>{string.Concat(items.Select(item => $"<dt>{Encode(item.Item1)}</dt><dd>{(item.Item2 ? $"<code>{Encode(item.Item3)}</code>" : Encode(item.Item3))}</dd>"))}</dl></footer>";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
