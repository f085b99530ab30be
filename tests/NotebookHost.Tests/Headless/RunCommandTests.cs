using NotebookHost.Headless;
using NotebookHost.Notebooks;
using Spectre.Console;

namespace NotebookHost.Tests.Headless;

/// <summary>The whole runner, with its child processes.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly StringWriter terminal = new();

    [Fact]
    public void Run_OfAFolder_SavesOutputsAndWritesTheReport()
    {
        using var folder = new TemporaryFolder();
        folder.Write("README.md", "# The house\n\nWhat it is.\n");
        var good = folder.Write("notebooks/01-good.ipynb", Make.Notebook(
            ("markdown", "# A good one\n\nIt asks. See [bad](02-bad.ipynb).", []),
            ("code", "int k = 8;", ["parameters"]),
            ("code", "Console.WriteLine(AppContext.BaseDirectory.Length > 0);\nk + 1", []),
            ("code", "#!value --name m --mime-type application/x-segment-metrics+json\n{\"ndcg\": 0.5}", [])));
        var bad = folder.Write("notebooks/02-bad.ipynb", Make.Code("var x = 1;", "x / 0.0", "throw new Exception(\"on purpose\");", "never"));
        var before = File.ReadAllText(bad);

        var code = Run(new RunOptions { Notebooks = folder["notebooks"], Save = true, Out = folder["out"] });

        Assert.Equal(1, code);
        var saved = Notebook.Load(good);
        Assert.Equal([1, 2, 3], saved.CodeCells.Select(cell => cell.ExecutionCount!.Value));
        Assert.Equal("9", NotebookHost.Notebooks.NotebookText.Join(saved.Cells[2].Outputs[1]!["data"]!["text/plain"]));
        Assert.Equal(before, File.ReadAllText(bad));
        Assert.Contains("02-bad failed in cell 3 of 4", terminal.ToString(), StringComparison.Ordinal);
        Assert.Contains(">  1 | throw new Exception(\"on purpose\");", terminal.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"01-good +3 +\d+\.\d +\d+ +ok", terminal.ToString());
        Assert.Contains("\"ndcg\": 0.5", File.ReadAllText(folder["out/report/metrics.json"]), StringComparison.Ordinal);
        var index = File.ReadAllText(folder["out/report/index.html"]);
        Assert.Contains("<h1>The house</h1><p class=\"lead\">What it is.</p>", index, StringComparison.Ordinal);
        Assert.Contains("failed in cell 3", index, StringComparison.Ordinal);
        Assert.Contains("href=\"02-bad.html\"", File.ReadAllText(folder["out/report/01-good.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithParameters_SetsThemWhereTheyAre()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.ipynb", Make.Notebook(("code", "int k = 8;", ["parameters"]), ("code", "if (k != 3) throw new Exception();", [])));
        folder.Write("b.ipynb", Make.Code("1"));
        Assert.Equal(0, Run(new RunOptions { Notebooks = folder.Path, Set = ["k=3"], Report = false }));
        var e = Assert.Throws<ParameterException>(() => Run(new RunOptions { Notebooks = folder.Path, Set = ["q=3"], Report = false }));
        Assert.Contains("has a parameter 'q'; there are k.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ParameterException>(() => Run(new RunOptions { Notebooks = folder.Path, Set = ["k=3"], Save = true }));
    }

    [Fact]
    public void Run_WithCheck_FailsWhereOutputsAreNotThoseSaved()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", Make.Notebook(("code", "int k = 8;", ["parameters"]), ("code", "k + 1", []), ("code", "Environment.TickCount64", ["volatile"])));
        Assert.Equal(0, Run(new RunOptions { Notebooks = folder.Path, Save = true, Report = false }));
        Assert.Equal(0, Run(new RunOptions { Notebooks = folder.Path, Check = true, Report = false }));
        Assert.Contains("Check: 1 passed, 0 failed.", terminal.ToString(), StringComparison.Ordinal);
        var changed = File.ReadAllText(path).Replace("k + 1", "k + 2", StringComparison.Ordinal);
        File.WriteAllText(path, changed);
        Assert.Equal(1, Run(new RunOptions { Notebooks = folder.Path, Check = true, Report = false }));
        Assert.Contains("a failed in cell 2 of 3", terminal.ToString(), StringComparison.Ordinal);
        Assert.Contains("Check: 0 passed, 1 failed.", terminal.ToString(), StringComparison.Ordinal);
        Assert.Equal(changed, File.ReadAllText(path));
        Assert.Throws<ParameterException>(() => Run(new RunOptions { Notebooks = folder.Path, Set = ["k=3"], Check = true }));
        Assert.Throws<ParameterException>(() => Run(new RunOptions { Notebooks = folder.Path, Save = true, Check = true }));
    }

    [Fact]
    public void Run_OfCellsThatEndOrHangTheProcess_IsReported()
    {
        using var folder = new TemporaryFolder();
        folder.Write("1.ipynb", Make.Code("1", "Environment.Exit(7);"));
        folder.Write("2.ipynb", Make.Code("new System.Threading.Thread(() => throw new Exception(\"behind\")).Start();\nSystem.Threading.Thread.Sleep(300);", "2"));
        var runner = new NotebookRunner(TimeSpan.FromSeconds(60));
        var ended = runner.Run(Notebook.Load(folder["1.ipynb"]));
        Assert.Equal(("ProcessEnded", 1), (ended.Error?.Name, ended.FailedCell));
        Assert.Contains("exit code 7 while this cell ran", ended.Error!.Message, StringComparison.Ordinal);
        var lives = runner.Run(Notebook.Load(folder["2.ipynb"]));
        Assert.Null(lives.Error);
        Assert.Contains("behind", lives.Notebook.Cells[0].Outputs[0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfACutOffNotebook_FailsBeforeAnythingRuns()
    {
        using var folder = new TemporaryFolder();
        folder.Write("1.ipynb", Make.Code("1"));
        folder.Write("2.ipynb", "{\"cells\": [");
        Assert.Throws<NotebookFormatException>(() => Run(new RunOptions { Notebooks = folder.Path, Out = folder["out"] }));
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Finder_OfAChoiceThatFitsNone_ListsWhatThereIs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("01-a.ipynb", Make.Code("1"));
        var e = Assert.Throws<ParameterException>(() => NotebookFinder.Find(folder.Path, ["07"]));
        Assert.Equal("--only 07: no notebook begins so; there are 01-a.", e.Message);
        Assert.Equal([folder["01-a.ipynb"]], NotebookFinder.Find(folder.Path, ["01"]));
    }

    public void Dispose() => terminal.Dispose();

    private int Run(RunOptions options)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(terminal) });
        console.Profile.Width = 200;
        return new RunCommand(console).Run(options);
    }
}
