using System.Net;
using System.Text;

namespace NotebookHost.Report;

/// <summary>The frame of each page: complete by itself, styles and the small script within.</summary>
internal static class PageShell
{
    private static readonly Lazy<string> Style = new(() => Resource("report.css")), Script = new(() => Resource("report.js"));

    /// <summary>A whole page.</summary>
    /// <param name="title">The title.</param>
    /// <param name="body">What is in it.</param>
    /// <param name="scripts">Scripts beside the page that make it livelier; it is complete without them.</param>
    public static string Render(string title, string body, params IEnumerable<string> scripts)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>").Append(WebUtility.HtmlEncode(title)).Append("</title>\n<style>\n").Append(Style.Value).Append("</style>\n");
        foreach (var script in scripts) html.Append("<script src=\"").Append(script).Append("\" defer></script>\n");
        return html.Append("</head>\n<body>\n").Append(body).Append("\n<script>\n").Append(Script.Value).Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(PageShell).Assembly.GetManifestResourceStream($"NotebookHost.Report.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
