using System.Text.Json.Nodes;
using NotebookHost.Engine;
using NotebookHost.Formatting;

namespace NotebookHost.Jupyter;

/// <summary>Publishes the outputs of one execute request; late output still names that request.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="request">The request.</param>
/// <param name="number">The execution count.</param>
/// <param name="silent">Whether nothing is published.</param>
/// <param name="ask">Asks the front end for a line.</param>
internal sealed class JupyterSink(JupyterKernel kernel, JsonObject request, int number, bool silent, Func<string, bool, string?> ask) : ICellSink
{
    /// <summary>The plain text of the result, for the history.</summary>
    public string? ResultText { get; private set; }

    public void Stream(string name, string text) => Publish("stream", new JsonObject { ["name"] = name, ["text"] = text });

    public void Display(MimeBundle data, string displayId) => Publish("display_data", Shown(data, displayId));

    public void Update(MimeBundle data, string displayId) => Publish("update_display_data", Shown(data, displayId));

    public void Result(MimeBundle data)
    {
        if (data.TryGet("text/plain", out var text)) ResultText = text;
        Publish("execute_result", new JsonObject { ["execution_count"] = number, ["data"] = data.ToJson(asLines: false), ["metadata"] = new JsonObject() });
    }

    public void Clear(bool wait) => Publish("clear_output", new JsonObject { ["wait"] = wait });

    public string? ReadInput(string prompt, bool password) => ask(prompt, password);

    private static JsonObject Shown(MimeBundle data, string displayId) => new()
    {
        ["data"] = data.ToJson(asLines: false),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = displayId },
    };

    private void Publish(string type, JsonObject content)
    {
        if (!silent) kernel.Publish(type, content, request);
    }
}
