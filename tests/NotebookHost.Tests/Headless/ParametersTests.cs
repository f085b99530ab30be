using System.Text;
using NotebookHost.Headless;
using NotebookHost.Notebooks;

namespace NotebookHost.Tests.Headless;

public sealed class ParametersTests
{
    private const string Source = """
        string data = "embedded"; // a name or a path
        int k = 8;                // 2 to 50
        var seed = 42UL;
        double share = 0.2;
        bool full = false;
        int[] sizes = [5, 10];
        DayOfWeek day = DayOfWeek.Monday;
        """;

    [Theory]
    [InlineData("data", "/a \"b\"\\c", "string data = \"/a \\\"b\\\"\\\\c\"; // a name or a path")]
    [InlineData("k", "12", "int k = 12;                // 2 to 50")]
    [InlineData("seed", "7", "var seed = 7UL;")]
    [InlineData("share", "0.5", "double share = 0.5d;")]
    [InlineData("full", "True", "bool full = true;")]
    [InlineData("sizes", "1, 2,3", "int[] sizes = [1, 2, 3];")]
    [InlineData("day", "DayOfWeek.Friday", "DayOfWeek day = DayOfWeek.Friday;")]
    public void Set_OfAParameter_ReplacesItsInitialiserAndNothingElse(string name, string value, string expected)
    {
        var notebook = WithParameters();
        new Parameters(notebook).Set(name, value);
        var lines = notebook.Cells[0].Source.Split('\n');
        Assert.Contains(expected, lines);
        Assert.Equal(6, lines.Count(Source.ReplaceLineEndings("\n").Split('\n').Contains));
    }

    [Theory]
    [InlineData("k", "many", "parameter 'k' of p.ipynb is of type int; 'many' is not.")]
    [InlineData("seed", "-1", "parameter 'seed' of p.ipynb is of type ulong; '-1' is not.")]
    [InlineData("day", "1; Environment.Exit(1)", "is not a C# expression")]
    [InlineData("kk", "1", "p.ipynb has no parameter 'kk'; it has data, k, seed, share, full, sizes, day.")]
    public void Set_ThatDoesNotFit_IsAClearError(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<ParameterException>(() => new Parameters(WithParameters()).Set(name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_OfANotebook_AreItsInitialisers() => Assert.Equal("42UL", new Parameters(WithParameters()).Values["seed"]);

    [Fact]
    public void Options_WithAPathThatIsNotThere_FailBeforeAnythingRuns() =>
        Assert.Throws<ParameterException>(() => new RunOptions { Data = "no/such/folder" }.Parameters());

    [Fact]
    public void Options_WithARelativePath_MakeItAbsolute() =>
        Assert.Equal(Path.GetFullPath("."), new RunOptions { Data = "." }.Parameters()["data"]);

    [Fact]
    public void Options_WithAName_KeepIt() => Assert.Equal("movielens", new RunOptions { Data = "movielens" }.Parameters()["data"]);

    [Fact]
    public void Options_WithoutEquals_FailClearly() => Assert.Contains("expected name=value", Assert.Throws<ParameterException>(() => new RunOptions { Set = ["k"] }.Parameters()).Message, StringComparison.Ordinal);

    private static Notebook WithParameters() =>
        Notebook.Parse("p.ipynb", Encoding.UTF8.GetBytes(Make.Notebook(("code", Source.ReplaceLineEndings("\n"), ["parameters"]))));
}
