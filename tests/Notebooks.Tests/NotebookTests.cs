using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace Notebooks.Tests;

/// <summary>Every notebook is found, run, and held to the house style.</summary>
public sealed class NotebookTests
{
    public static TheoryData<string> Lessons => [.. NotebookCatalog.Lessons];

    public static TheoryData<string> All => [.. NotebookCatalog.All];

    public static TheoryData<string> Failing => [.. NotebookCatalog.Failing];

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_WithDefaultParameters_RunsToItsEnd(string path)
    {
        var run = NotebookCatalog.Run(path);
        Assert.True(run.Error is null, run.Error is null ? "" : $"{path} failed in cell {run.FailedCell + 1}:\n{string.Join('\n', run.Error.Trace)}");
        Assert.True(run.Seconds < 180, $"{path} took {run.Seconds:0} s, at most 180.");
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Notebook_AsItStandsInGit_KeepsTheHouseStyle(string path) => Hold(path, NotebookRules.Breaches(NotebookCatalog.Load(path)));

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_AsItStandsInGit_KeepsTheForm(string path) => Hold(path, NotebookRules.FormBreaches(NotebookCatalog.Load(path)));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Notebook_RunAgain_GivesTheSameOutputs(string path)
    {
        var run = NotebookCatalog.Run(path);
        OutputScrubber.Apply(run.Notebook);
        var saved = NotebookCatalog.Load(path);
        var breaches = saved.Cells.Zip(run.Notebook.Cells).Index()
            .Where(item => item.Item.First.IsCode && !item.Item.First.Tags.Contains("volatile") && !JsonNode.DeepEquals(Whole(item.Item.First), Whole(item.Item.Second)))
            .Select(item => $"cell {item.Index + 1}: a new run gives another output; run the host with --save, or tag the cell volatile where it depends on the machine\n      {Difference(item.Item.First, item.Item.Second)}");
        Hold(path, breaches);
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public void Notebook_MeantToFail_FailsAtTheTaggedCell(string path)
    {
        var run = NotebookCatalog.Run(path);
        Assert.NotNull(run.Error);
        Assert.Contains("fails", run.Notebook.Cells[run.FailedCell].Tags);
        Assert.Equal((string?)run.Notebook.Cells[run.FailedCell].Json["metadata"]!["error"], run.Error.Name);
    }

    private static void Hold(string path, IEnumerable<string> breaches)
    {
        var list = breaches.ToList();
        Assert.True(list.Count == 0, $"{path}: {list.Count} breaches of the house style\n  - {string.Join("\n  - ", list)}");
    }

    // Lines of text may be one string or many.
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

    private static string Difference(NotebookCell saved, NotebookCell run)
    {
        var (a, b) = (Whole(saved).ToJsonString(), Whole(run).ToJsonString());
        var at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"saved …{Near(a, at)}…\n      new   …{Near(b, at)}…";
    }

    private static string Near(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
}
