using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>Outputs of cells as HTML that shows without scripts.</summary>
internal static partial class OutputHtml
{
    private const string Plotly = "application/vnd.plotly.v1+json", Mermaid = "text/vnd.mermaid", Metrics = "application/x-segment-metrics+json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The markup of one output.</summary>
    /// <param name="output">As it stands in the notebook.</param>
    /// <param name="prose">Renders Markdown outputs.</param>
    public static string Of(JsonObject output, Prose prose) => NotebookText.Join(output["output_type"]) switch
    {
        "stream" => $"<pre class=\"stream {(NotebookText.Join(output["name"]) == "stderr" ? "stderr" : "stdout")}\">{Encode(NotebookText.Join(output["text"]))}</pre>",
        "error" => $"<pre class=\"error\">{Encode(string.Join('\n', (output["traceback"] as JsonArray ?? []).Select(line => line?.ToString())))}</pre>",
        _ => output["data"] is JsonObject data ? Data(data, prose) : "",
    };

    /// <summary>Whether a page with this output can use plotly.js.</summary>
    public static bool HasPlot(JsonObject output) => output["data"] is JsonObject data && data[Plotly] is not null;

    /// <summary>Whether a page with this output can use mermaid.</summary>
    public static bool HasMermaid(JsonObject output) => output["data"] is JsonObject data && data[Mermaid] is not null;

    /// <summary>The source of the first picture in an output, or null.</summary>
    public static string? Picture(JsonObject output)
    {
        if (output["data"] is not JsonObject data) return null;
        var image = Image(data);
        var match = image is null ? Match.Empty : Source().Match(image);
        return match.Success ? match.Groups[1].Value : null;
    }

    private static string Data(JsonObject data, Prose prose)
    {
        if (Image(data) is { } image)
        {
            var plot = data[Plotly] is { } figure ? $"<script type=\"{Plotly}\">{figure.ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal)}</script>" : "";
            return $"<figure class=\"plot\">{image}{plot}</figure>";
        }
        if (Text(data, Mermaid) is { } diagram) return $"<figure class=\"diagram\"><pre class=\"mermaid\">{Encode(diagram)}</pre></figure>";
        if (Text(data, "text/html") is { } html) return $"<div class=\"html\">{html}</div>";
        if (Text(data, "text/markdown") is { } markdown) return $"<div class=\"html\">{prose.Render(markdown)}</div>";
        if (Text(data, "text/latex") is { } latex) return $"<div class=\"math\">{Encode(latex)}</div>";
        if (data[Metrics] is JsonObject metrics) return MetricsTable(metrics);
        foreach (var (mime, value) in data)
        {
            if (Formatting.MimeBundle.IsJson(mime) && value is not null && !data.ContainsKey("text/plain")) return $"<pre>{Encode(value.ToJsonString(Indented))}</pre>";
        }
        return Text(data, "text/plain") is { } text ? $"<pre class=\"value\">{Encode(text)}</pre>" : "";
    }

    /// <summary>The picture of a figure as an <c>img</c> element; null where the output is none.</summary>
    private static string? Image(JsonObject data)
    {
        if (Text(data, "text/html") is { } html && EmbeddedImage().Match(html) is { Success: true } match && (data.ContainsKey(Plotly) || match.Length > html.Trim().Length - 40))
        {
            return match.Value;
        }
        if (Text(data, "image/svg+xml") is { } svg) return $"<img alt=\"{Encode(Label().Match(svg).Groups[1].Value)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\">";
        foreach (var type in (string[])["image/png", "image/jpeg", "image/gif"])
        {
            if (Text(data, type) is { } base64) return $"<img alt=\"\" src=\"data:{type};base64,{base64.Replace("\n", "", StringComparison.Ordinal)}\">";
        }
        return null;
    }

    private static string MetricsTable(JsonObject metrics)
    {
        var rows = metrics.Select(item => $"<tr><td>{Encode(item.Key)}</td><td align=\"right\">{Encode(item.Value?.ToString() ?? "")}</td></tr>");
        return $"<table class=\"metrics\"><thead><tr><th>metric</th><th>value</th></tr></thead><tbody>{string.Concat(rows)}</tbody></table>";
    }

    private static string? Text(JsonObject data, string mime) => data.ContainsKey(mime) ? NotebookText.Join(data[mime]) : null;

    private static string Encode(string? text) => WebUtility.HtmlEncode(AnsiColour().Replace(text ?? "", ""));

    [GeneratedRegex("""<img\b[^>]*\bsrc="data:image/[^>]*>""", RegexOptions.IgnoreCase)]
    private static partial Regex EmbeddedImage();

    [GeneratedRegex("src=\"([^\"]+)\"")]
    private static partial Regex Source();

    [GeneratedRegex("aria-label=\"([^\"]*)\"")]
    private static partial Regex Label();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex AnsiColour();
}
