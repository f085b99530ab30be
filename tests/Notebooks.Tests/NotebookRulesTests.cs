using System.Text.Json.Nodes;
using NotebookHost.Notebooks;

namespace Notebooks.Tests;

/// <summary>The rules themselves: each breach is seen.</summary>
public sealed class NotebookRulesTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("kernel", "kernelspec.name: expected .net-csharp, got \"python3\"")]
    [InlineData("parameters", "0 cells are tagged parameters, expected one")]
    [InlineData("count", "cell 3: execution count 7, expected 2: run the host with --save")]
    [InlineData("path", "cell 3: its output holds the absolute path /home/ann/x.csv")]
    [InlineData("long", "cell 3: 26 lines, at most 25; what is longer has a name in lib/")]
    [InlineData("metrics", "the last code cell shows no metrics (application/x-segment-metrics+json)")]
    [InlineData("heading", "cell 1: expected Markdown that begins with a heading of level 1")]
    [InlineData("id", "cell 3: its id 'question' stands twice")]
    [InlineData("magic", "cell 3: its metadata says mermaid, so its first line must be #!mermaid: plain Jupyter ignores metadata")]
    public void Breach_OfEachRule_IsNamed(string kind, string expected)
    {
        var notebook = NotebookCatalog.Load("tests/Notebooks.Tests/Good/small.ipynb");
        var cell = notebook.Cells[2];
        switch (kind)
        {
            case "kernel": notebook.Root["metadata"]!["kernelspec"]!["name"] = "python3"; break;
            case "parameters": notebook.Cells[1].Json["metadata"] = new JsonObject(); break;
            case "count": cell.ExecutionCount = 7; break;
            case "path": cell.Outputs = [new JsonObject { ["output_type"] = "stream", ["text"] = "read /home/ann/x.csv" }]; break;
            case "long": cell.Source = string.Join('\n', Enumerable.Repeat("x", 26)); break;
            case "metrics": notebook.CodeCells.Last().Outputs = []; break;
            case "heading": notebook.Cells[0].Source = "text"; break;
            case "id": cell.Json["id"] = "question"; break;
            case "magic": cell.Json["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "mermaid" } }; break;
        }
        notebook.Save(file);
        Assert.Contains(expected, NotebookRules.Breaches(Notebook.Load(file)));
    }

    [Fact]
    public void Breach_OfSize_IsNamed()
    {
        var notebook = NotebookCatalog.Load("tests/Notebooks.Tests/Good/small.ipynb");
        notebook.Cells[0].Source += new string('x', NotebookRules.MaxBytes);
        notebook.Save(file);
        Assert.Contains(NotebookRules.Breaches(Notebook.Load(file)), breach => breach.StartsWith("the file has", StringComparison.Ordinal));
    }
}
