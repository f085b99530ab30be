using NotebookHost.Script;

namespace NotebookHost.Formatting;

/// <summary>Turns any value into the bundle that a notebook shows.</summary>
internal static class ValueFormatter
{
    /// <summary>The bundle of a value.</summary>
    /// <param name="value">What is shown.</param>
    /// <param name="mimeTypes">The types asked for; none for what the type prefers.</param>
    public static MimeBundle Format(object? value, params IReadOnlyList<string> mimeTypes)
    {
        if (value is HtmlContent html) return new(("text/html", html.Html));
        var bundle = value is not null && ConventionFormatters.Of(value.GetType()) is { } own ? own.Format(value, mimeTypes) : new MimeBundle();
        if (mimeTypes.Count == 0)
        {
            if (!bundle.MimeTypes.Any() && HtmlTable.Of(value) is { } table) bundle["text/html"] = table;
            if (!bundle.TryGet("text/plain", out _)) bundle["text/plain"] = PlainText.Of(value);
            return bundle;
        }
        foreach (var mime in mimeTypes.Where(mime => !bundle.TryGet(mime, out _)))
        {
            bundle[mime] = mime switch
            {
                "text/html" => HtmlTable.Of(value) ?? $"<pre>{System.Net.WebUtility.HtmlEncode(PlainText.Of(value))}</pre>",
                _ when MimeBundle.IsJson(mime) && value is not string => System.Text.Json.JsonSerializer.Serialize(value),
                _ => PlainText.Of(value),
            };
        }
        return bundle;
    }
}
