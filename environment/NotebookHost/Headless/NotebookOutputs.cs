using System.Text.Json.Nodes;
using NotebookHost.Engine;
using NotebookHost.Formatting;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>The outputs of all cells of a notebook, as they stand in the file.</summary>
internal sealed class NotebookOutputs
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, JsonArray> cells = [];
    private readonly Dictionary<string, (int Cell, JsonObject Output)> displays = new(StringComparer.Ordinal);
    private readonly HashSet<int> changed = [];

    /// <summary>Where the outputs of a cell go.</summary>
    /// <param name="cell">The cell's index.</param>
    /// <param name="number">Its execution count.</param>
    public ICellSink Sink(int cell, int number)
    {
        lock (gate) cells[cell] = [];
        return new CellSink(this, cell, number);
    }

    /// <summary>Adds an error to a cell.</summary>
    public void Error(int cell, CellError error) => Add(cell, new JsonObject
    {
        ["output_type"] = "error",
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Trace.Select(line => JsonValue.Create(line))]),
    });

    /// <summary>The outputs of each cell that changed since the last call.</summary>
    public List<(int Cell, JsonArray Outputs)> TakeChanges()
    {
        lock (gate)
        {
            List<(int, JsonArray)> taken = [.. changed.Order().Select(cell => (cell, (JsonArray)cells[cell].DeepClone()))];
            changed.Clear();
            return taken;
        }
    }

    private void Add(int cell, JsonObject output, string? displayId = null)
    {
        lock (gate)
        {
            cells[cell].Add(output);
            changed.Add(cell);
            if (displayId is not null) displays[displayId] = (cell, output);
        }
    }

    private sealed class CellSink(NotebookOutputs owner, int cell, int number) : ICellSink
    {
        private bool clearNext;

        public void Stream(string name, string text)
        {
            ClearIfAsked();
            lock (owner.gate)
            {
                if (owner.cells[cell].LastOrDefault() is JsonObject last && (string?)last["output_type"] == "stream" && (string?)last["name"] == name)
                {
                    last["text"] = NotebookText.Split(NotebookText.Join(last["text"]) + text);
                    owner.changed.Add(cell);
                    return;
                }
            }
            owner.Add(cell, new JsonObject { ["output_type"] = "stream", ["name"] = name, ["text"] = NotebookText.Split(text) });
        }

        public void Display(MimeBundle data, string displayId)
        {
            ClearIfAsked();
            owner.Add(cell, new JsonObject { ["output_type"] = "display_data", ["data"] = data.ToJson(asLines: true), ["metadata"] = new JsonObject() }, displayId);
        }

        public void Update(MimeBundle data, string displayId)
        {
            lock (owner.gate)
            {
                if (!owner.displays.TryGetValue(displayId, out var shown)) return;
                shown.Output["data"] = data.ToJson(asLines: true);
                owner.changed.Add(shown.Cell);
            }
        }

        public void Result(MimeBundle data)
        {
            ClearIfAsked();
            owner.Add(cell, new JsonObject
            {
                ["output_type"] = "execute_result",
                ["data"] = data.ToJson(asLines: true),
                ["execution_count"] = number,
                ["metadata"] = new JsonObject(),
            });
        }

        public void Clear(bool wait)
        {
            clearNext = true;
            if (!wait) ClearIfAsked();
        }

        public string? ReadInput(string prompt, bool password) => null;

        private void ClearIfAsked()
        {
            if (!clearNext) return;
            clearNext = false;
            lock (owner.gate)
            {
                owner.cells[cell].Clear();
                owner.changed.Add(cell);
            }
        }
    }
}
