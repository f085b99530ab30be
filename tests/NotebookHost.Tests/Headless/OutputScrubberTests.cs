using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Tests.Headless;

public sealed class OutputScrubberTests
{
    [Fact]
    public void Apply_ToPathsOfThisMachine_MakesThemRelative()
    {
        using var folder = new TemporaryFolder();
        var notebook = WithOutput(folder, $"read {folder["data.csv"]} and {Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/x");
        OutputScrubber.Apply(notebook);
        Assert.Equal($"read .{Path.DirectorySeparatorChar}data.csv and ~/x", NotebookText.Join(notebook.Cells[0].Outputs[0]!["text"]));
    }

    [Fact]
    public void Apply_ToAPathThatStaysAbsolute_Refuses()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<ParameterException>(() => OutputScrubber.Apply(WithOutput(folder, "see /opt/elsewhere/file.txt now")));
        Assert.Contains("cell 1: its output holds the absolute path '/opt/elsewhere/file.txt'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/user 3.5, a/b")]
    [InlineData("https://example.org/home/page")]
    [InlineData("and/or, 1/2, </b>")]
    public void FindPath_InOrdinaryText_FindsNone(string text) => Assert.Null(OutputScrubber.FindPath(new JsonObject { ["text"] = text }));

    [Fact]
    public void Apply_ToAPictureThatTheHtmlHolds_DropsTheSecondCopy()
    {
        using var folder = new TemporaryFolder();
        var notebook = WithOutput(folder, "x");
        notebook.Cells[0].Outputs[0]!["data"] = new JsonObject { ["text/html"] = "<img src=\"data:image/svg+xml;base64,AA==\">", ["image/svg+xml"] = "<svg/>" };
        OutputScrubber.Apply(notebook);
        Assert.Equal(["text/html"], notebook.Cells[0].Outputs[0]!["data"]!.AsObject().Select(item => item.Key));
    }

    private static Notebook WithOutput(TemporaryFolder folder, string text)
    {
        var notebook = Notebook.Load(folder.Write("n.ipynb", Make.Code("1")));
        notebook.Cells[0].Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text }];
        return notebook;
    }
}
