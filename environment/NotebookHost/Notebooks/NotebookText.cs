using System.Text;
using System.Text.Json.Nodes;

namespace NotebookHost.Notebooks;

/// <summary>Text in notebooks: one string, or an array of lines that keep their line feeds.</summary>
internal static class NotebookText
{
    /// <summary>The whole text of a string or an array of lines; an empty string for anything else.</summary>
    public static string Join(JsonNode? node)
    {
        if (node is JsonValue value) return value.TryGetValue<string>(out var text) ? text : "";
        if (node is not JsonArray lines) return "";
        var joined = new StringBuilder();
        foreach (var line in lines)
        {
            if (line is JsonValue part && part.TryGetValue<string>(out var text)) joined.Append(text);
        }
        return joined.ToString();
    }

    /// <summary>The lines of a text, each but the last with its line feed, as Jupyter writes them.</summary>
    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }
}
