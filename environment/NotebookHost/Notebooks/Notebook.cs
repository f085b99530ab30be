using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookHost.Notebooks;

/// <summary>A notebook in nbformat 4: a view over its JSON that keeps what it does not know.</summary>
internal sealed class Notebook
{
    private Notebook(string path, JsonObject root, List<NotebookCell> cells) => (Path, Root, Cells) = (path, root, cells);

    /// <summary>Where it was read.</summary>
    public string Path { get; }

    /// <summary>The file's name without extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The whole file.</summary>
    public JsonObject Root { get; }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The cells that are executed, in order.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.IsCode);

    /// <summary>The text of the first heading, or the name of the file.</summary>
    public string Title
    {
        get
        {
            var heading = Cells.Where(cell => cell.CellType == "markdown").SelectMany(cell => cell.Source.Split('\n'))
                .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal));
            return heading is null ? Name : heading[2..].Trim();
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="NotebookFormatException">It is not a notebook; the message names file, line and byte, or cell.</exception>
    public static Notebook Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookFormatException(path, "file", $"cannot be read: {e.Message}", e);
        }
        return Parse(path, bytes);
    }

    /// <summary>Reads a notebook from its bytes.</summary>
    /// <param name="path">The name for messages and for saving.</param>
    /// <param name="utf8">The file's content.</param>
    /// <exception cref="NotebookFormatException">It is not a notebook.</exception>
    public static Notebook Parse(string path, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false });
            ReadTexts(node);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookFormatException(path, "text", $"not valid Unicode: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException(path, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine}", $"not valid JSON, perhaps cut off: {Sentence(e)}", e);
        }
        if (node is not JsonObject root) throw new NotebookFormatException(path, "line 1", "the file is not a JSON object");
        if (root["nbformat"] is not JsonValue version || !version.TryGetValue<int>(out var major) || major != 4)
        {
            throw new NotebookFormatException(path, "nbformat", $"expected 4, got {root["nbformat"]?.ToJsonString() ?? "nothing"}");
        }
        if (root["cells"] is not JsonArray array) throw new NotebookFormatException(path, "cells", "expected an array of cells");
        return new Notebook(path, root, [.. array.Select((cell, index) => Cell(path, cell, index + 1))]);
    }

    /// <summary>Writes the notebook, whole or not at all.</summary>
    /// <param name="path">Where to; null for where it was read.</param>
    public void Save(string? path = null) => AtomicFile.Write(path ?? Path, NotebookJson.Write(Root));

    private static NotebookCell Cell(string path, JsonNode? node, int number)
    {
        if (node is not JsonObject cell) throw new NotebookFormatException(path, $"cell {number}", "expected an object");
        if (cell["cell_type"] is not JsonValue type || !type.TryGetValue<string>(out var name) || name is not ("code" or "markdown" or "raw"))
        {
            throw new NotebookFormatException(path, $"cell {number}", $"cell_type: expected code, markdown or raw, got {cell["cell_type"]?.ToJsonString() ?? "nothing"}");
        }
        var source = cell["source"];
        var isText = source is JsonValue value ? value.GetValueKind() == JsonValueKind.String
            : source is JsonArray lines && lines.All(line => line?.GetValueKind() == JsonValueKind.String);
        if (!isText) throw new NotebookFormatException(path, $"cell {number}", "source: expected a string or an array of strings");
        return new NotebookCell(cell);
    }

    /// <summary>Reads every text once: half a character (a lone surrogate) is found now and not while the report is written.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (_, value) in json) ReadTexts(value);
                break;
            case JsonArray array:
                foreach (var value in array) ReadTexts(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private static string Sentence(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
