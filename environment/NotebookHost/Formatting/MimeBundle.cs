using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookHost.Notebooks;

namespace NotebookHost.Formatting;

/// <summary>One output in several forms, by MIME type, the preferred first.</summary>
internal sealed class MimeBundle
{
    private readonly List<KeyValuePair<string, string>> items = [];

    /// <summary>A bundle of one or more forms.</summary>
    public MimeBundle(params ReadOnlySpan<(string Mime, string Content)> forms)
    {
        foreach (var (mime, content) in forms) this[mime] = content;
    }

    /// <summary>The MIME types, the preferred first.</summary>
    public IEnumerable<string> MimeTypes => items.Select(item => item.Key);

    /// <summary>The content of a MIME type; setting replaces.</summary>
    public string this[string mime]
    {
        get => items.First(item => item.Key == mime).Value;
        set
        {
            items.RemoveAll(item => item.Key == mime);
            items.Add(new(mime, value));
        }
    }

    /// <summary>The content of a MIME type, if it is there.</summary>
    public bool TryGet(string mime, [NotNullWhen(true)] out string? content)
    {
        content = items.Where(item => item.Key == mime).Select(item => item.Value).FirstOrDefault();
        return content is not null;
    }

    /// <summary>Whether a MIME type is written as JSON: <c>application/json</c> and every type that ends in <c>json</c>.</summary>
    public static bool IsJson(string mime) => mime.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The <c>data</c> of an output in a notebook: JSON types parsed, texts as arrays of lines.</summary>
    /// <param name="asLines">Arrays of lines as in a notebook file; otherwise plain strings as in Jupyter messages.</param>
    public JsonObject ToJson(bool asLines)
    {
        var data = new JsonObject();
        foreach (var (mime, content) in items)
        {
            data[mime] = IsJson(mime) && TryParse(content, out var json) ? json
                : asLines ? NotebookText.Split(content) : JsonValue.Create(content);
        }
        return data;
    }

    private static bool TryParse(string content, out JsonNode? json)
    {
        try
        {
            json = JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false });
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }
}
