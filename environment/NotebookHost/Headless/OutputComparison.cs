using System.Text.Json.Nodes;
using NotebookHost.Engine;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>Holds the outputs of a run against those that the notebook was saved with.</summary>
internal static class OutputComparison
{
    /// <summary>The first cell whose outputs differ, and where; null where none does. Cells tagged <c>volatile</c> may.</summary>
    /// <param name="saved">The notebook as it stands.</param>
    /// <param name="run">The same notebook after a run; it is scrubbed as it would be for saving.</param>
    /// <exception cref="ParameterException">An output holds a path of this machine.</exception>
    public static (int Cell, CellError Error)? Difference(Notebook saved, Notebook run)
    {
        OutputScrubber.Apply(run);
        foreach (var (index, (before, after)) in saved.Cells.Zip(run.Cells).Index())
        {
            if (!before.IsCode || before.Tags.Contains("volatile")) continue;
            var (old, made) = (Whole(before), Whole(after));
            if (JsonNode.DeepEquals(old, made)) continue;
            var (a, b) = (old.ToJsonString(), made.ToJsonString());
            var at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
            const string Message = "The outputs are not those the notebook was saved with; save it again, or tag the cell volatile where it depends on the machine.";
            return (index, new CellError("OutputsDiffer", Message, [Message, $"saved …{Near(a, at)}…", $"new   …{Near(b, at)}…"], null));
        }
        return null;
    }

    /// <summary>The outputs with every text in one piece; in a file it may be one string or many.</summary>
    private static JsonArray Whole(NotebookCell cell)
    {
        var outputs = (JsonArray)cell.Outputs.DeepClone();
        foreach (var output in outputs.OfType<JsonObject>())
        {
            if (output["text"] is { } text) output["text"] = NotebookText.Join(text);
            if (output["data"] is not JsonObject data) continue;
            foreach (var mime in data.Select(item => item.Key).Where(mime => !mime.EndsWith("json", StringComparison.Ordinal)).ToList()) data[mime] = NotebookText.Join(data[mime]);
        }
        return outputs;
    }

    private static string Near(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
}
