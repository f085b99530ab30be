using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Notebooks;
using NotebookHost.Report;

namespace NotebookHost.Tests.Report;

public sealed class ReportTests
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

    [Fact]
    public void Page_OfAFigure_HasThePictureAndItsPlotWithoutScripts()
    {
        var page = Page(new JsonObject
        {
            ["text/html"] = $"<img alt=\"a chart\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg))}\">",
            ["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = new JsonArray(), ["layout"] = new JsonObject { ["title"] = "</script>" } },
        });
        Assert.Contains("<figure class=\"plot\"><img alt=\"a chart\" src=\"data:image/svg+xml;base64,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"title\":\"</script>\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfAnSvg_EmbedsIt() => Assert.Contains("src=\"data:image/svg+xml;base64,", Page(new JsonObject { ["image/svg+xml"] = Svg }), StringComparison.Ordinal);

    [Fact]
    public void Page_OfPlainText_IsEscaped() => Assert.Contains("<pre class=\"value\">a &lt; b</pre>", Page(new JsonObject { ["text/plain"] = "a < b" }), StringComparison.Ordinal);

    [Fact]
    public void Page_OfADiagram_ShowsItsText() => Assert.Contains("<pre class=\"mermaid\">A --&gt; B</pre>", Page(new JsonObject { ["text/vnd.mermaid"] = "A --> B" }), StringComparison.Ordinal);

    [Fact]
    public void Page_HasContentsParametersAndProvenance()
    {
        var page = Page(new JsonObject { ["text/plain"] = "x" });
        Assert.Contains("<a href=\"#a-part\">A part</a>", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"a-part\">A part</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>seed</dt><dd><code>42UL</code></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>runtime</dt><dd>.NET 10", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Footer_NamesWhatWasReadByItsContent()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/a.csv", "user,item\n");
        var run = Executed(new JsonObject { ["text/plain"] = "x" });
        run.Parameters = new Dictionary<string, string> { ["data"] = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(folder["set"], quote: true) };
        var items = new Fingerprint().Items(run).ToDictionary(item => item.Name, item => item.Value);
        Assert.Equal("none", items["seed"]);
        Assert.Equal("none", items["model hash"]);
        Assert.Matches("^sha256:[0-9a-f]{16}$", items["data hash"]);
        folder.Write("set/a.csv", "user,ITEM\n");
        Assert.NotEqual(items["data hash"], Fingerprint.OfPath(folder["set"]));
    }

    [Fact]
    public void Style_HasDarkAndPrint_AndNothingFromOutside()
    {
        var page = Page(new JsonObject { ["text/plain"] = "x" });
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Matches("(?s)@media print.*figure, tr, .card.*break-inside: avoid", page);
        Assert.Matches("(?s)grid-template-columns: minmax\\(0, 15rem\\) minmax\\(0, 54rem\\)", page);
        Assert.DoesNotMatch("(?i)(?:src|href)=[\"']?(?:https?:)?//", page);
        Assert.DoesNotMatch("(?i)url\\((?!['\"]?data:)", page);
        Assert.DoesNotMatch("(?i)@import|fetch\\(|XMLHttpRequest", page);
    }

    [Fact]
    public void Prose_WithTableFootnoteAndMath_IsRendered()
    {
        var notebook = Notebook.Parse("a.ipynb", Encoding.UTF8.GetBytes(Make.Code("1")));
        var html = new Prose(notebook, new HashSet<string> { "01-b" }).Render("| a |\n|---|\n| 1 |\n\nx[^1] $x^2$ [b](01-b.ipynb#part) [c](other.ipynb)\n\n[^1]: note");
        Assert.Contains("<table>", html, StringComparison.Ordinal);
        Assert.Contains("footnote", html, StringComparison.Ordinal);
        Assert.Contains("class=\"math\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"01-b.html#part\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"other.ipynb\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_WithTheSameText_HaveDifferentAnchors()
    {
        var prose = new Prose(Notebook.Parse("a.ipynb", Encoding.UTF8.GetBytes(Make.Code("1"))), new HashSet<string>());
        prose.Render("## Part\n\n## Part\n\n## 分 群");
        Assert.Equal(["part", "part-2", "分-群"], prose.Headings.Select(heading => heading.Id));
    }

    [Theory]
    [InlineData("var x = 1; // one", "<span class=\"keyword\">var</span> x = <span class=\"number\">1</span>; <span class=\"comment\">// one</span>")]
    [InlineData("a.Go(\"<\")", "a.<span class=\"method\">Go</span>(<span class=\"string\">&quot;&lt;&quot;</span>)")]
    [InlineData("new List<int>()", "<span class=\"keyword\">new</span> <span class=\"type\">List</span>&lt;<span class=\"keyword\">int</span>&gt;()")]
    [InlineData("#!mermaid\nA --> B", "<span class=\"magic\">#!mermaid</span>\nA --&gt; B")]
    public void Code_OfACell_IsMarkedAndEscaped(string code, string expected) => Assert.Equal(expected, CodeHtml.Of(code, isCSharp: true));

    [Fact]
    public void Metrics_OfManyOutputs_AreMerged()
    {
        var run = Executed(new JsonObject { ["application/x-segment-metrics+json"] = new JsonObject { ["a"] = 1 } });
        run.Notebook.Cells[1].Outputs.Add(new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["application/x-segment-metrics+json"] = new JsonObject { ["b"] = 2.5 } } });
        Assert.Equal("""{"n":{"a":1,"b":2.5}}""", RunMetrics.Of([run]).ToJsonString());
    }

    [Fact]
    public void Npm_ThatIsNotThere_GivesNothingAndDoesNotFail()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(new NpmCache(folder.Path, "no-such-program-as-npm").Plotly());
        Assert.Null(new NpmCache(folder.Path, "no-such-program-as-npm").Mermaid());
    }

    [Fact]
    public void Npm_ThatWasAskedOnce_IsReadFromTheCache()
    {
        using var folder = new TemporaryFolder();
        folder.Write("plotly.js-dist-min-2.35.2.js", "window.Plotly = {}");
        Assert.Equal("window.Plotly = {}", Encoding.UTF8.GetString(new NpmCache(folder.Path, "no-such-program-as-npm").Plotly()!));
    }

    private static string Page(JsonObject data)
    {
        var run = Executed(data);
        return new NotebookPage(run, [run], new Fingerprint(), Provenance.Now(Path.GetTempPath(), DateTimeOffset.UnixEpoch)).Render(new Assets("Title", null, null));
    }

    private static NotebookRun Executed(JsonObject data)
    {
        var notebook = Notebook.Parse("n.ipynb", Encoding.UTF8.GetBytes(Make.Notebook(("markdown", "# Title\n\n## A part", []), ("code", "1", []))));
        notebook.Cells[1].Outputs = [new JsonObject { ["output_type"] = "display_data", ["data"] = data }];
        return new NotebookRun(notebook) { Parameters = new Dictionary<string, string> { ["seed"] = "42UL" } };
    }
}
