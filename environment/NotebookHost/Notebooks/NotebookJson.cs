using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookHost.Notebooks;

/// <summary>Writes JSON exactly as Jupyter does: keys sorted, one space a level, text unescaped, a line feed at the end.</summary>
/// <remarks>Then a notebook that was saved by either shows no difference in git. System.Text.Json would escape emoji.</remarks>
internal static class NotebookJson
{
    /// <summary>The text of a node, with the line feed at the end.</summary>
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject json:
                var next = '{';
                foreach (var (key, value) in json.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    NewLine(text.Append(next), depth + 1);
                    WriteString(text, key);
                    Write(text.Append(": "), value, depth + 1);
                    next = ',';
                }
                NewLine(text, depth).Append('}');
                break;
            case JsonArray array:
                var separator = '[';
                foreach (var value in array)
                {
                    NewLine(text.Append(separator), depth + 1);
                    Write(text, value, depth + 1);
                    separator = ',';
                }
                NewLine(text, depth).Append(']');
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.String) WriteString(text, node.GetValue<string>());
                else text.Append(node.ToJsonString());
                break;
        }
    }

    private static StringBuilder NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', depth);

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
