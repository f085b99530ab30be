using System.Text.Json.Nodes;

namespace NotebookHost.Tests;

/// <summary>Makes small notebooks.</summary>
internal static class Make
{
    public static string Notebook(params (string Type, string Source, string[] Tags)[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((cell, index) => (JsonNode)Cell(cell.Type, cell.Source, cell.Tags, index))]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["unknown"] = new JsonObject { ["kept"] = true },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();

    public static string Code(params string[] sources) => Notebook([.. sources.Select(source => ("code", source, Array.Empty<string>()))]);

    private static JsonObject Cell(string type, string source, string[] tags, int index)
    {
        var cell = new JsonObject
        {
            ["cell_type"] = type,
            ["id"] = $"cell-{index}",
            ["metadata"] = tags.Length == 0 ? new JsonObject() : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]) },
            ["source"] = source,
        };
        if (type == "code") (cell["outputs"], cell["execution_count"]) = (new JsonArray(), null);
        return cell;
    }
}
