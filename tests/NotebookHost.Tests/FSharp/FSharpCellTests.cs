namespace NotebookHost.Tests.FSharp;

public sealed class FSharpCellTests(FSharpCellTests.Shared shared) : IClassFixture<FSharpCellTests.Shared>
{
    private readonly Session session = shared.Session;

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("[ for i in 1 .. 3 -> i * i ]", "[ 1, 4, 9 ]")]
    [InlineData("\"text\"", "text")]
    [InlineData("Some 3", "Some(3)")]
    public void Cell_LastExpression_IsTheResult(string code, string expected)
    {
        Assert.Equal(expected, session.Run("#!fsharp\n" + code).ResultText);
        Assert.Equal(expected, session.Run(code, "fsharp").ResultText);
    }

    [Theory]
    [InlineData("let unused = 5")]
    [InlineData("()")]
    [InlineData("open System.IO")]
    public void Cell_WithoutLastExpression_HasNoResult(string code) => Assert.Null(session.Run("#!fsharp\n" + code).ResultData);

    [Fact]
    public void Cells_InOrder_KeepStateAndShowRecordsAsTables()
    {
        session.Run("#!fsharp\ntype Shop = { Name: string; Price: float }\nlet shops = [ { Name = \"pen\"; Price = 1.5 } ]\nlet twice x = 2 * x");
        var sink = session.Run("#!fsharp\nprintf \"%d\" (twice 4)\ndisplay(HTML \"<b>x</b>\") |> ignore\nshops");
        Assert.Equal("8", sink.StandardOutput);
        Assert.Equal("<b>x</b>", sink.Displays.Single()["text/html"]);
        Assert.Equal("<table><thead><tr><th>index</th><th>Name</th><th>Price</th></tr></thead><tbody><tr><td align=\"right\">0</td><td>pen</td><td align=\"right\">1.5</td></tr></tbody></table>", sink.ResultData!["text/html"]);
        Assert.Equal("[ Shop { Name = pen, Price = 1.5 } ]", sink.ResultText);
    }

    [Fact]
    public void Error_OfCompilation_NamesCellLineAndColumn()
    {
        var error = session.Fail("#!fsharp\nlet a = 1\nlet b = nope");
        Assert.Equal("CompilationError", error.Name);
        Assert.Matches(@"^cell \d+, line 3, column 9: error FS0039: The value or constructor 'nope' is not defined", error.Message);
        Assert.Equal(["    let b = nope", "            ^"], error.Trace.Skip(1));
    }

    [Fact]
    public void Error_WhenThrown_NamesCellAndLineAndNothingOfTheHost()
    {
        var error = session.Fail("#!fsharp\nlet half a =\n    10 / a\nlet kept = half 5\nhalf 0 |> ignore");
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Matches(@"^   at cell \d+, line \d$", error.Trace[^1]);
        Assert.DoesNotContain(error.Trace, line => line.Contains("FSI_", StringComparison.Ordinal) || line.Contains("Reflection", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_OfBothLanguages_GoBothWays()
    {
        session.Run("var numbers = new List<int> { 1, 2, 3 };\npublic record Hidden(int X);\nvar hidden = new Hidden(4);");
        Assert.Equal("6", session.Run("#!fsharp\n#!share --from csharp numbers\nSeq.sum numbers").ResultText);
        Assert.Equal("Hidden { X = 4 }", session.Run("#!fsharp\n#!share --from csharp hidden\nhidden").ResultText);
        session.Run("#!fsharp\ntype Person = { Name: string; Age: int }\nlet list = [ 1; 2 ]\nlet ann = { Name = \"Ann\"; Age = 30 }\nlet people = [ ann; { Name = \"Bob\"; Age = 41 } ]");
        Assert.Equal("3", session.Run("#!share --from fsharp list\nlist.Sum()").ResultText);
        Assert.Equal("Ann", session.Run("#!share --from fsharp ann\nann.Name").ResultText);
        Assert.Equal("71", session.Run("#!share --from fsharp people\npeople.Sum(person => (int)person.Age)").ResultText);
        Assert.Equal("Name  Age\nBob    41", session.Run("#!sql\n#!share --from fsharp people\nSELECT * FROM people WHERE Age > 40").ResultText);
    }

    [Fact]
    public void Library_OfAnFSharpCell_IsSeenByIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder["TestsForFSharp.dll"];
        Libraries.Compile(path, "namespace TestsForFSharp; public class Box { public int Size => 9; }");
        Assert.Equal("9", session.Run($"#!fsharp\n#r \"{path}\"\nTestsForFSharp.Box().Size").ResultText);
        Assert.Equal("9", session.Run("#!fsharp\nlet box1 = TestsForFSharp.Box()\n#!csharp\n#!share --from fsharp box1\nbox1.Size").ResultText);
    }

    [Theory]
    [InlineData("System.Threading.Thread.Sleep 100000")]
    [InlineData("System.Threading.Tasks.Task.Delay(-1).Wait()")]
    [InlineData("while true do ()")]
    [InlineData("let mutable i = 0\nwhile true do\n    i <- i + 1\n    if i < 0 then\n        printf \"x\"\n    else ()")]
    [InlineData("for i in Seq.initInfinite id do ignore i")]
    [InlineData("let rec loop n = if n < 0 then () else loop (n + 0)\nloop 1")]
    [InlineData("let rec ping n : unit =\n    pong (n + 0)\nand pong n = ping n\nping 1")]
    public async Task Interrupt_OfAnEndlessCell_StopsItAndKeepsTheState(string code)
    {
        session.Run("#!fsharp\nlet before = 5");
        var sink = new RecordingSink();
        var cell = Task.Run(() => session.Engine.Execute("#!fsharp\nprintf \"runs\"\n" + code, null, 9, sink));
        // Not before it runs: the compiler is not interrupted.
        while (!cell.IsCompleted && !Has(sink, "stdout")) await Task.Delay(20);
        session.Engine.Interrupt();
        Assert.Equal("KeyboardInterrupt", (await cell)?.Name);
        Assert.False(Has(sink, "stderr"), sink.StandardError);
        Assert.Equal("5", session.Run("#!fsharp\nbefore").ResultText);
    }

    private static bool Has(RecordingSink sink, string kind)
    {
        lock (sink.Outputs) return sink.Outputs.Any(output => output.Kind == kind);
    }

    /// <summary>The compiler takes a second to start, so the tests share a session.</summary>
    public sealed class Shared
    {
        internal Session Session { get; } = new();
    }
}
