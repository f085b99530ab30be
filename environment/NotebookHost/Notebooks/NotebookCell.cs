using System.Text.Json.Nodes;

namespace NotebookHost.Notebooks;

/// <summary>One cell: a view over its JSON, so that what the host does not know is kept.</summary>
/// <param name="json">The cell's object.</param>
internal sealed class NotebookCell(JsonObject json)
{
    /// <summary>The cell as JSON.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>The cell's identity in nbformat 4.5, or an empty string.</summary>
    public string Id => NotebookText.Join(Json["id"]);

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string CellType => (string)Json["cell_type"]!;

    /// <summary>Whether the cell is executed.</summary>
    public bool IsCode => CellType == "code";

    /// <summary>The text of the cell.</summary>
    public string Source
    {
        get => NotebookText.Join(Json["source"]);
        set => Json["source"] = NotebookText.Split(value);
    }

    /// <summary>The cell's tags.</summary>
    public IEnumerable<string> Tags =>
        Json["metadata"] is JsonObject metadata && metadata["tags"] is JsonArray tags ? tags.OfType<JsonValue>().Select(tag => tag.ToString()) : [];

    /// <summary>The language its metadata names, or null for the notebook's own.</summary>
    public string? Language =>
        Name(Json["metadata"], "polyglot_notebook", "kernelName") ??
        Name(Json["metadata"], "dotnet_interactive", "language");

    /// <summary>The outputs of the last run.</summary>
    public JsonArray Outputs
    {
        get => Json["outputs"] as JsonArray ?? [];
        set => Json["outputs"] = value;
    }

    /// <summary>The number of the run that made the outputs.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;
        set => Json["execution_count"] = value;
    }

    /// <summary>The number of lines that are not blank.</summary>
    public int LineCount => Source.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));

    private static string? Name(JsonNode? metadata, string section, string key) =>
        (metadata as JsonObject)?[section] is JsonObject inner && inner[key] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
}
