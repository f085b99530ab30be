namespace NotebookHost.Tests.Engine;

public sealed class CSharpCellTests
{
    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("0.1", "0.1")]
    [InlineData("\"text\"", "text")]
    [InlineData("(string?)null", "null")]
    [InlineData("new DateTime(2024, 2, 29)", "2024-02-29")]
    [InlineData("return 5;", "5")]
    [InlineData("await Task.FromResult(7)", "7")]
    public void Cell_LastExpression_IsTheResult(string code, string expected) => Assert.Equal(expected, new Session().Run(code).ResultText);

    [Theory]
    [InlineData("Math.Abs(1);")]
    [InlineData("var x = 1;")]
    [InlineData("Console.Write(1)")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("// nothing")]
    [InlineData("using System.IO;")]
    public void Cell_WithoutLastExpression_HasNoResult(string code) => Assert.Null(new Session().Run(code).ResultData);

    [Fact]
    public void Cells_InOrder_SeeWhatCameBefore()
    {
        var session = new Session();
        session.Run("using System.IO;");
        session.Run("record Point(int X, int Y);\nint Twice(int a) => 2 * a;\nvar x = 20;");
        session.Run("var x = 21; // declared anew");
        Assert.Equal("42", session.Run("Twice(x)").ResultText);
        Assert.Equal("Point { X = 1, Y = 2 }", session.Run("new Point(1, 2)").ResultText);
        Assert.Equal("b", session.Run("Path.GetFileName(\"a/b\")").ResultText);
    }

    [Fact]
    public void Usings_OfEveryCell_AreThoseOfDotNetInteractive()
    {
        var session = new Session();
        session.Run("StringBuilder b = new(); IEnumerable l = new List<int>(); Task t = Task.CompletedTask; Math.Max(1, new[] { 1 }.Max())");
        Assert.Contains("CS0103", session.Fail("File.Exists(\"x\")").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Console_StreamsOfACell_AreSeparate()
    {
        var sink = new Session().Run("Console.Write(\"a\"); Console.WriteLine(1.5); Console.Error.Write(\"e\");");
        Assert.Equal("a1.5\n", sink.StandardOutput);
        Assert.Equal("e", sink.StandardError);
    }

    [Fact]
    public void Error_OfCompilation_NamesCellLineAndColumn()
    {
        var session = new Session();
        session.Run("1");
        var error = session.Fail("var a = 1;\nvar b = aa;");
        Assert.Equal("CompilationError", error.Name);
        Assert.StartsWith("cell 2, line 2, column 9: error CS0103", error.Trace[0], StringComparison.Ordinal);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void Error_WhenThrown_NamesCellAndLineAndNothingOfTheHost()
    {
        var session = new Session();
        session.Run("int Half(int a)\n{\n    return 10 / a;\n}");
        var error = session.Fail("\nvar kept = 5;\nHalf(0)");
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal(["System.DivideByZeroException: Attempted to divide by zero.", "   at Half(Int32 a) in cell 1, line 3", "   at cell 2, line 3"], error.Trace);
        Assert.Equal("5", session.Run("kept").ResultText);
    }

    [Fact]
    public void Error_WithinAwait_NamesCellAndLine()
    {
        var error = new Session().Fail("await Task.Delay(1);\nthrow new InvalidOperationException(\"late\", new Exception(\"cause\"));");
        Assert.Contains("   at cell 1, line 2", error.Trace);
        Assert.Contains(" ---> System.Exception: cause", error.Trace);
        Assert.DoesNotContain(error.Trace, line => line.Contains("NotebookHost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) Math.Max(1, 2).ToString();")]
    [InlineData("do ; while (true);")]
    [InlineData("for (;;) { try { foreach (var i in Enumerable.Range(0, 9)) { } } catch (Exception) { } }")]
    [InlineData("again: System.Threading.Thread.SpinWait(1); goto again;")]
    [InlineData("Parallel.For(0, 4, _ => { while (true) { } });")]
    [InlineData("await Task.Delay(10); while (true) { }")]
    [InlineData("await Task.Run(() => { while (true) { } });")]
    [InlineData("System.Threading.Thread.Sleep(100000);")]
    [InlineData("await Task.Delay(100000);")]
    [InlineData("Task.Delay(-1).Wait();")]
    public void Timeout_OfAnEndlessCell_StopsItAndKeepsTheState(string code)
    {
        var session = new Session();
        session.Run("var x = 5;");
        var error = session.Fail(code, timeout: TimeSpan.FromMilliseconds(200));
        Assert.Equal("TimeoutError", error.Name);
        Assert.Contains("0.2 s", error.Message, StringComparison.Ordinal);
        Assert.Equal("5", session.Run("x").ResultText);
    }

    [Fact]
    public void Timeout_WithinALibrary_LeavesItBehindAndSaysSo()
    {
        var session = new Session();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        // Backtracks for five seconds and never waits.
        var (sink, error) = session.Try("new System.Text.RegularExpressions.Regex(\"^(a+)+$\", default, TimeSpan.FromSeconds(5)).IsMatch(new string('a', 40) + '!')", timeout: TimeSpan.FromMilliseconds(200));
        Assert.Equal("TimeoutError", error!.Name);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4.5);
        Assert.Contains("goes on in the background", sink.StandardError, StringComparison.Ordinal);
        session.Run("1");
    }

    [Fact]
    public void Error_WithinALoop_NamesThePlaceAsItWasWritten()
    {
        var error = new Session().Fail("for (var i = 0; i < 3; i++) Console.Write(i); nope++;");
        Assert.Contains("cell 1, line 1, column 47: error CS0103", error.Message, StringComparison.Ordinal);
        error = new Session().Fail("foreach (var i in new[] { 1, 0 })\n    Console.Write(1 / i);");
        Assert.Contains("   at cell 1, line 2", error.Trace);
    }

    [Fact]
    public async Task Interrupt_OfARunningCell_EndsIt()
    {
        var session = new Session();
        session.Run("1");
        var cell = Task.Run(() => session.Fail("while (true) { }"));
        while (!cell.IsCompleted)
        {
            await Task.Delay(50);
            session.Engine.Interrupt();
        }
        Assert.Equal("KeyboardInterrupt", (await cell).Name);
    }

    [Fact]
    public void Result_OfAnAsyncMethod_CanBeWaitedForWithoutDeadlock() =>
        Assert.Equal("3", new Session().Run("async Task<int> Slow() { await Task.Delay(10); return 3; }\nSlow().Result").ResultText);

    [Fact]
    public void Input_WhereNobodyAnswers_IsAClearError() =>
        Assert.Contains("--set", new Session().Fail("Console.ReadLine()").Message, StringComparison.Ordinal);

    [Fact]
    public void Input_WhereSomebodyAnswers_IsTheLine() => Assert.Equal("Ann", new Session().Run("Console.ReadLine()", answers: "Ann").ResultText);

    [Fact]
    public void Output_BeyondTheLimit_EndsWithANotice()
    {
        var sink = new Session().Run("for (var i = 0; i < 300_000; i++) Console.WriteLine(\"0123456789\");");
        Assert.Equal(1_000_000, sink.StandardOutput.Length);
        Assert.Contains("limited to 1,000,000 characters", sink.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_OfAThreadThatOutlivesItsCell_GoesToThatCell()
    {
        var session = new Session();
        var first = session.Run("var late = Task.Run(async () => { await Task.Delay(150); Console.Write(\"late\"); });");
        var second = session.Run("Console.Write(\"now\"); await late; await Task.Delay(100);");
        Assert.Equal("now", second.StandardOutput);
        Assert.Equal("late", first.StandardOutput);
    }

    [Fact]
    public void Reference_ToAFileThatIsNotThere_SaysWhatToDo()
    {
        var error = new Session().Fail("#r \"../nowhere/missing.dll\"");
        Assert.Contains("missing.dll does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_ToAFileThatIsNoAssembly_IsAClearError()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.dll", "not a library");
        Assert.Contains("is not a .NET assembly", new Session(folder.Path).Fail("#r \"./bad.dll\"").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_ByRelativePath_FindsTheLibraryAndItsDependencies()
    {
        // xunit.assert stands for a library that was built elsewhere.
        var session = new Session(AppContext.BaseDirectory);
        Assert.Equal("True", session.Run("#r \"./Markdig.dll\"\nMarkdig.Markdown.ToHtml(\"*a*\").Contains(\"<em>\")").ResultText);
    }

    [Fact]
    public void Dynamic_InACell_Works() => Assert.Equal("6", new Session().Run("dynamic d = 5; d = d + 1; d").ResultText);

    [Fact]
    public void Notebooks_TwoAtOnce_DoNotSeeEachOther()
    {
        var (a, b) = (new Session(), new Session());
        a.Run("var x = 1;");
        b.Run("var x = 2;");
        Assert.Equal("1", a.Run("x").ResultText);
        Assert.Equal("2", b.Run("x").ResultText);
    }
}
