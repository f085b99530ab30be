using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace NotebookHost.Jupyter;

/// <summary>What was executed in this session, for <c>history_request</c>.</summary>
internal sealed class History
{
    private readonly List<(int Number, string Input, string? Output)> entries = [];

    /// <summary>Keeps an executed cell.</summary>
    public void Add(int number, string input, string? output) => entries.Add((number, input, output));

    /// <summary>Answers a request.</summary>
    public JsonArray Find(JsonObject request)
    {
        IEnumerable<(int Number, string Input, string? Output)> found = entries;
        switch (JupyterMessage.Text(request, "hist_access_type"))
        {
            case "tail":
                found = entries.TakeLast(Int(request, "n", 10));
                break;
            case "range":
                var (start, stop) = (Int(request, "start", 0), Int(request, "stop", int.MaxValue));
                // Session 0 is this one; earlier sessions are not kept.
                found = Int(request, "session", 0) is 0 or 1 ? entries.Where(entry => entry.Number >= start && entry.Number < stop) : [];
                break;
            case "search":
                var pattern = JupyterMessage.Text(request, "pattern") ?? "*";
                found = entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Input, ignoreCase: false));
                if (JupyterMessage.Flag(request, "unique") == true) found = found.DistinctBy(entry => entry.Input);
                found = found.TakeLast(Int(request, "n", 1000));
                break;
        }
        var withOutput = JupyterMessage.Flag(request, "output") == true;
        return [.. found.Select(entry => (JsonNode)new JsonArray(1, entry.Number, withOutput ? new JsonArray(entry.Input, entry.Output) : JsonValue.Create(entry.Input)))];
    }

    private static int Int(JsonObject request, string name, int otherwise) => JupyterMessage.Number(request, name) ?? otherwise;
}
