using System.Text.Json.Nodes;
using NotebookHost.Headless;

namespace NotebookHost.Report;

/// <summary>The named metrics of a run, gathered from the outputs of MIME type <c>application/x-segment-metrics+json</c>.</summary>
internal static class RunMetrics
{
    private const string MimeType = "application/x-segment-metrics+json";

    /// <summary>By notebook: its metrics, merged in the order they were shown.</summary>
    public static JsonObject Of(IEnumerable<NotebookRun> runs)
    {
        var all = new JsonObject();
        foreach (var run in runs)
        {
            var merged = new JsonObject();
            foreach (var output in run.Notebook.CodeCells.SelectMany(cell => cell.Outputs.OfType<JsonObject>()))
            {
                if (output["data"] is not JsonObject data || data[MimeType] is not JsonObject metrics) continue;
                foreach (var (name, value) in metrics) merged[name] = value?.DeepClone();
            }
            if (merged.Count > 0) all[run.Notebook.Name] = merged;
        }
        return all;
    }
}
