using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>The prose of a notebook: Markdown with tables, footnotes and math, links turned to the pages of the report.</summary>
/// <param name="notebook">The notebook; relative pictures are taken from its folder into the page.</param>
/// <param name="pages">The names of notebooks that have a page.</param>
internal sealed partial class Prose(Notebook notebook, IReadOnlySet<string> pages)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <summary>The headings so far: level, anchor and text.</summary>
    public List<(int Level, string Id, string Text)> Headings { get; } = [];

    /// <summary>The HTML of a Markdown text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">The cell's attachments, if any.</param>
    public string Render(string markdown, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>()) Anchor(heading);
        foreach (var link in document.Descendants<LinkInline>()) link.Url = link.IsImage ? Picture(link.Url, attachments) : Target(link.Url);
        return document.ToHtml(Pipeline);
    }

    /// <summary>A text without its marks, for titles and summaries.</summary>
    public static string Plain(string markdown) => Markdown.ToPlainText(markdown, Pipeline).Trim();

    /// <summary>One line of Markdown without the paragraph around it.</summary>
    public static string Inline(string markdown)
    {
        var html = Markdown.ToHtml(markdown, Pipeline).Trim();
        return html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) ? html[3..^4] : html;
    }

    private void Anchor(HeadingBlock heading)
    {
        var text = heading.Inline is null ? "" : string.Concat(heading.Inline.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }));
        var id = NotWord().Replace(text.ToLowerInvariant(), "-").Trim('-');
        if (id.Length == 0) id = "section";
        for (var n = 2; !used.Add(id); n++) id = $"{NumberAtEnd().Replace(id, "")}-{n}";
        heading.GetAttributes().Id = id;
        Headings.Add((heading.Level, id, text));
    }

    private string? Target(string? url)
    {
        if (url is null || !url.Contains(".ipynb", StringComparison.Ordinal) || url.Contains("://", StringComparison.Ordinal)) return url;
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (file, fragment) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        var name = Path.GetFileNameWithoutExtension(file);
        return pages.Contains(name) ? $"{name}.html{fragment}" : url;
    }

    private string? Picture(string? url, JsonObject? attachments)
    {
        if (url is null) return null;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            return attachments?[url["attachment:".Length..]] is JsonObject { Count: > 0 } found && found.First() is var (mime, data)
                ? $"data:{mime};base64,{NotebookText.Join(data).Replace("\n", "", StringComparison.Ordinal)}" : url;
        }
        if (url.Contains(':', StringComparison.Ordinal)) return url;
        var path = Path.GetFullPath(Uri.UnescapeDataString(url), Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!);
        var type = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".svg" => "image/svg+xml",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".gif" => "image/gif",
            _ => null,
        };
        return type is not null && File.Exists(path) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : url;
    }

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();

    [GeneratedRegex(@"-\d+$")]
    private static partial Regex NumberAtEnd();
}
