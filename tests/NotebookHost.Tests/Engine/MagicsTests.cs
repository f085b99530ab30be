using NotebookHost.Engine;

namespace NotebookHost.Tests.Engine;

public sealed class MagicsTests
{
    [Theory]
    [InlineData("html", "text/html", "<b>x</b>", "<b>x</b>")]
    [InlineData("markdown", "text/markdown", "# x", "# x")]
    [InlineData("mermaid", "text/vnd.mermaid", "flowchart LR", "flowchart LR")]
    [InlineData("javascript", "text/html", "alert(1)", "<script type=\"text/javascript\">alert(1)</script>")]
    [InlineData("js", "text/html", "alert(1)", "<script type=\"text/javascript\">alert(1)</script>")]
    public void Language_ByMagicOrMetadata_ShowsTheText(string language, string mime, string text, string expected)
    {
        Assert.Equal(expected, new Session().Run($"#!{language}\n{text}").Displays.Single()[mime]);
        Assert.Equal(expected, new Session().Run(text, language).Displays.Single()[mime]);
        Assert.Equal(expected, new Session().Run($"#!{language}\n{text}", language).Displays.Single()[mime]);
    }

    [Fact]
    public void Mermaid_WithoutScript_IsReadable() =>
        Assert.Equal("<pre class=\"mermaid\">A --&gt; B</pre>", new Session().Run("#!mermaid\nA --> B").Displays.Single()["text/html"]);

    [Fact]
    public void Languages_InOneCell_RunInOrder()
    {
        var sink = new Session().Run("var x = 1;\n#!html\n<i>\n#!csharp\nx + 1");
        Assert.Equal(["display", "result"], sink.Outputs.Select(output => output.Kind));
        Assert.Equal("2", sink.ResultText);
    }

    [Fact]
    public void Lines_AfterAMagic_KeepTheirNumbers() =>
        Assert.StartsWith("cell 1, line 3, ", new Session().Fail("#!time\n\nnope").Message, StringComparison.Ordinal);

    [Fact]
    public void Time_OfACell_IsShownLast()
    {
        var sink = new Session().Run("#!time\n5");
        Assert.Equal(["result", "display"], sink.Outputs.Select(output => output.Kind));
        Assert.Matches(@"^Wall time: \d+\.\dms$", sink.Displays.Single()["text/plain"]);
    }

    [Fact]
    public void Value_WithName_IsSharedToCSharp()
    {
        var session = new Session();
        session.Run("#!value --name greeting\nhello\nworld");
        Assert.Equal("hello\nworld", session.Run("#!share --from value greeting\ngreeting").ResultText);
        Assert.Equal("11", session.Run("#!share --from value greeting --as other\nother.Length").ResultText);
    }

    [Fact]
    public void Value_FromFile_IsItsText()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "from a file");
        var session = new Session(folder.Path);
        session.Run("#!value --name t --from-file a.txt");
        Assert.Equal("from a file", session.Run("#!share --from value t\nt").ResultText);
    }

    [Fact]
    public void Value_WithMimeType_IsAlsoShown() =>
        Assert.Equal("""{"a":1}""", new Session().Run("#!value --name j --mime-type application/json\n{\"a\":1}").Displays.Single()["application/json"]);

    [Theory]
    [InlineData("#!set --name s --value \"two words\"\ns", "two words")]
    [InlineData("var n = 4;\n#!set --name m --value @csharp:n\nm + 1", "5")]
    [InlineData("#!set --name a --value @input:\"Your name\"\na", "Ann")]
    [InlineData("#!set --name a --value @input\na", "Ann")]
    [InlineData("#!set --name a --value @password:Secret\na.GetClearTextPassword()", "Ann")]
    [InlineData("#!set --name a --value @password:Secret\na.ToString()", "************")]
    public void Set_FromEachSource_DeclaresTheValue(string code, string expected) => Assert.Equal(expected, new Session().Run(code, answers: "Ann").ResultText);

    [Fact]
    public void Set_FromInput_AsksWithItsPrompt()
    {
        var sink = new Session().Run("#!set --name a --value @input:\"Your name\"\n#!set --name b --value @password:\"Secret word\"", answers: ["Ann", "x"]);
        Assert.Equal([("input", "Your name"), ("password", "Secret word")], sink.Outputs.Select(output => (output.Kind, output.Text)));
    }

    [Theory]
    [InlineData("@input", "input", "Please enter a value for parameter: --value")]
    [InlineData("@input:{\"prompt\": \"Which one?\"}", "input", "Which one?")]
    [InlineData("@input:{\"prompt\": \"Which one?\", \"type\": \"password\"}", "password", "Which one?")]
    [InlineData("@password", "password", "Please enter a value for parameter: --value")]
    public void Set_FromEachFormOfInput_AsksAsDotNetInteractive(string value, string kind, string prompt) =>
        Assert.Equal((kind, prompt), new Session().Run($"#!set --name a --value {value}", answers: "x").Outputs.Select(output => (output.Kind, output.Text)).Single());

    [Theory]
    [InlineData("#!value --name t --from-value \"two words\"", "two words")]
    [InlineData("#!value --name t --from-value @input:\"What?\"", "Ann")]
    public void Value_FromValue_IsKept(string code, string expected)
    {
        var session = new Session();
        session.Run(code, answers: "Ann");
        Assert.Equal(expected, session.Run("#!share --name t --from value\nt").ResultText);
    }

    [Fact]
    public void Import_OfNotebookAndSource_RunsThem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("helper.ipynb", Make.Code("int Three() => 3;", "var four = 4;"));
        folder.Write("code.csx", "var five = 5;");
        Assert.Equal("12", new Session(folder.Path).Run("#!import helper.ipynb\n#!import --file ./code.csx\nThree() + four + five").ResultText);
    }

    [Fact]
    public void Import_OfADib_RunsItsCells()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!meta\n\n{\"kernelInfo\":{}}\n\n#!csharp\n\nvar nine = 9;\n\n#!html\n\n<b>dib</b>\n");
        var session = new Session(folder.Path);
        Assert.Contains("<b>dib</b>", session.Run("#!import a.dib").Displays.Single()["text/html"], StringComparison.Ordinal);
        Assert.Equal("9", session.Run("nine").ResultText);
    }

    [Theory]
    [InlineData("#!share --from csharp list --mime-type application/json --as text")]
    [InlineData("#!set --name text --value @csharp:list --mime-type application/json")]
    public void Value_WithMimeTypeOfASharedOne_IsItsText(string magic)
    {
        var session = new Session();
        session.Run("var list = new[] { 1, 2 };");
        Assert.Equal("[1,2]", session.Run(magic + "\ntext").ResultText);
    }

    [Fact]
    public void Who_AndWhos_ListVariables()
    {
        var session = new Session();
        session.Run("var b = new List<int> { 1, 2 };\nvar a = \"x\";");
        Assert.Equal("a\nb", session.Run("#!who").Displays.Single()["text/plain"]);
        var html = session.Run("#!whos").Displays.Single()["text/html"];
        Assert.Contains("<td>b</td><td>List&lt;int&gt;</td><td>csharp</td><td>[ 1, 2 ]</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Lsmagic_ListsEveryMagicOfTheContract()
    {
        var text = new Session().Run("#!lsmagic").Displays.Single()["text/plain"];
        string[] expected = ["csharp", "c#", "html", "javascript", "js", "markdown", "mermaid", "value", "time", "share", "set", "import", "who", "whos", "lsmagic", "about"];
        Assert.All(expected, name => Assert.Contains("#!" + name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void About_NamesHostAndRuntime() => Assert.Contains(".NET 10", new Session().Run("#!about").Displays.Single()["text/plain"], StringComparison.Ordinal);

    [Theory]
    [InlineData("#!nosuch", "cell 1, line 1: unknown magic #!nosuch")]
    [InlineData("#!share --from value missing", "#!value has no value 'missing'")]
    [InlineData("#!share --from nowhere x", "no language 'nowhere'")]
    [InlineData("#!share x", "--from is missing")]
    [InlineData("#!set --name x", "--value is missing")]
    [InlineData("#!set --name x --value 1 --odd 2", "unknown option --odd")]
    [InlineData("#!set --name", "--name needs a value")]
    [InlineData("#!set --name 1x --value 1", "'1x' is not a name")]
    [InlineData("#!import nowhere.ipynb", "nowhere.ipynb does not exist")]
    [InlineData("#!import \0", "null character")]
    [InlineData("#!value\nx", "--name is missing")]
    [InlineData("#!value --name a --from-value b\nx", "give one of --from-file, --from-value and text below")]
    [InlineData("#!set --name a --value @input:{prompt}", "expected @input:{\"prompt\": \"...\"}, got @input:{prompt}")]
    [InlineData("#!share --from value a b", "expected #!share --from kernel name")]
    public void Magic_ThatCannotBeCarriedOut_IsAClearError(string code, string expected)
    {
        var error = new Session().Fail(code);
        Assert.Equal("MagicError", error.Name);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n#!time\nb", 3)]
    [InlineData("#!time", 1)]
    [InlineData("", 0)]
    [InlineData("x #!time", 1)]
    [InlineData("#!/bin/sh", 1)]
    public void Parser_OfACell_SplitsAtMagicLines(string code, int parts) => Assert.Equal(parts, CellParser.Parse(code, "csharp", name => name == "csharp").Count);
}
