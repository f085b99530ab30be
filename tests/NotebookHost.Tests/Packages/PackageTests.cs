using NotebookHost.Engine;
using NotebookHost.Headless;
using NotebookHost.Packages;
using Spectre.Console;

namespace NotebookHost.Tests.Packages;

public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PackageTests() => Environment.SetEnvironmentVariable("NOTEBOOK_HOST_CACHE", folder["cache"]);

    [Fact]
    public void Nuget_OfTwoPackages_RestoresThemTogetherWithWhatTheyNeed()
    {
        Greeter(folder);
        Libraries.Configure(folder);
        const string Cell = "#i \"nuget: ./feed\"\n#r \"nuget: Tests.Greeter, 1.0.0\"\n#r \"nuget:Tests.Words,1.1.0\"\n";

        // Greeter asks for Words 1.0.0 at least; both lines together give 1.1.0.
        var session = new Session(folder.Path);
        Assert.Equal("hello from 1.1", session.Run(Cell + "TestsGreeter.Greeter.Hello()").ResultText);
        var assets = PackageAssets.Read(Directory.GetFiles(folder["cache"], "project.assets.json", SearchOption.AllDirectories).Single())!;
        Assert.True(System.Runtime.InteropServices.NativeLibrary.TryLoad(Assert.Single(assets.Native), out _));
        Assert.Equal("True", session.Run("TestsGreeter.Greeter.Native() > 3_000_000").ResultText);

        var error = session.Fail("#r \"nuget: Tests.Words, 1.0.0\"");
        Assert.Equal("MagicError", error.Name);
        Assert.Contains("already has Tests.Words, version 1.1.0", error.Message, StringComparison.Ordinal);

        // The second notebook finds what the first restored.
        var restored = Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        Assert.Equal("hello from 1.1", new Session(folder.Path).Run(Cell + "TestsGreeter.Greeter.Hello()").ResultText);
        Assert.Equal(restored, Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void Nuget_ThatTheFeedLacks_NamesPackageVersionAndAnswer()
    {
        Libraries.Compile(folder["lib/TestsLacking.dll"], "public static class Lacking { }");
        Libraries.Pack(folder["feed"], "Tests.Lacking", "1.0.0", [], ("lib/net10.0/TestsLacking.dll", folder["lib/TestsLacking.dll"]));
        Libraries.Configure(folder, "feed");
        var error = new Session(folder.Path).Fail("#r \"nuget: Tests.NoSuch, 2.5.0\"\n#r \"nuget: Tests.Lacking, 9.0.0\"");
        Assert.Equal("MagicError", error.Name);
        var text = string.Join('\n', error.Trace);
        Assert.Contains("cannot restore Tests.NoSuch, version 2.5.0; Tests.Lacking, version 9.0.0. The feed answered:", text, StringComparison.Ordinal);
        Assert.Contains("NU1101: Unable to find package Tests.NoSuch", text, StringComparison.Ordinal);
        Assert.Contains("NU1102: Unable to find package Tests.Lacking with version (>= 9.0.0)", text, StringComparison.Ordinal);
        Assert.Contains("Nearest version: 1.0.0", text, StringComparison.Ordinal);
        Assert.Contains(error.MissingPackage, new[] { "Tests.NoSuch 2.5.0", "Tests.Lacking 9.0.0" });
    }

    [Fact]
    public void Run_OfANotebookWithoutItsPackage_SkipsWhereTheCellSaysSoAndElseFails()
    {
        using var terminal = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(terminal) });
        console.Profile.Width = 200;
        Libraries.Configure(folder);
        const string Package = "#r \"nuget: Tests.NoSuch, 2.5.0\"";
        var skipped = folder.Write("notebooks/a.ipynb", Make.Notebook(("code", "1", []), ("code", Package, ["needs-packages"]), ("code", "throw new Exception();", [])));
        var before = File.ReadAllText(skipped);

        Assert.Equal(0, new RunCommand(console).Run(new RunOptions { Notebooks = folder["notebooks"], Save = true, Out = folder["out"] }));

        Assert.Equal(before, File.ReadAllText(skipped));
        Assert.Contains("a skipped: package Tests.NoSuch 2.5.0 not found on the feed", terminal.ToString(), StringComparison.Ordinal);
        Assert.Contains("<p class=\"skipped\">Skipped: package Tests.NoSuch 2.5.0 not found on the feed.</p>", File.ReadAllText(folder["out/report/a.html"]), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"bad\"", File.ReadAllText(folder["out/report/index.html"]), StringComparison.Ordinal);
        Assert.Contains("skipped: package Tests.NoSuch 2.5.0 not found on the feed", File.ReadAllText(folder["out/report/index.html"]), StringComparison.Ordinal);

        folder.Write("notebooks/b.ipynb", Make.Code(Package));
        Assert.Equal(1, new RunCommand(console).Run(new RunOptions { Notebooks = folder["notebooks"], Only = ["b"], Check = true, Report = false }));
        Assert.Contains("b failed in cell 1 of 1", terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nuget_OfAnotherVersionOfTheHostsOwn_IsLoadedBesideAndSaid()
    {
        // Markdig is the host's; here it is a package of the same name with nothing in common.
        Libraries.Compile(folder["lib/Markdig.dll"], "[assembly: System.Reflection.AssemblyVersion(\"9.9.0.0\")] public static class OtherMarkdig { public static string Say() => \"other\"; }");
        Libraries.Pack(folder["feed"], "Markdig", "9.9.0", [], ("lib/net10.0/Markdig.dll", folder["lib/Markdig.dll"]));
        Libraries.Configure(folder, "feed");
        var session = new Session(folder.Path);
        var sink = session.Run("#r \"nuget: Markdig, 9.9.0\"\nOtherMarkdig.Say()");
        Assert.Equal("other", sink.ResultText);
        Assert.Contains("Markdig 9.9.0.0 (the host has 1.", sink.StandardError, StringComparison.Ordinal);
        Assert.Equal("other", session.Run("OtherMarkdig.Say()").ResultText);
    }

    [Fact]
    public void Library_BuiltOnAPackageThatIsBeside_SeesTheSameTypesAsTheCells()
    {
        Libraries.Compile(folder["lib/Markdig.dll"], "[assembly: System.Reflection.AssemblyVersion(\"9.9.0.0\")] public sealed record OtherMarkdig(string Word);");
        Libraries.Pack(folder["feed"], "Markdig", "9.9.0", [], ("lib/net10.0/Markdig.dll", folder["lib/Markdig.dll"]));
        Libraries.Compile(folder["bridge/TestsBridge.dll"], "public static class Bridge { public static OtherMarkdig Word() => new(\"same\"); }", folder["lib/Markdig.dll"]);
        File.Copy(folder["lib/Markdig.dll"], folder["bridge/Markdig.dll"]);
        Libraries.Configure(folder, "feed");
        var session = new Session(folder.Path);
        session.Run("#r \"nuget: Markdig, 9.9.0\"");
        session.Run("#r \"bridge/TestsBridge.dll\"");
        Assert.Equal("True", session.Run("OtherMarkdig word = Bridge.Word();\nword == new OtherMarkdig(\"same\")").ResultText);
    }

    [Theory]
    [InlineData("A.B, 1.2.3", "A.B", "1.2.3", false)]
    [InlineData(" A ", "A", null, true)]
    [InlineData("A,1.*", "A", "1.*", true)]
    [InlineData("A, [1.0, 2.0)", "A", "[1.0, 2.0)", false)]
    [InlineData("A, 1.0.0-beta.2", "A", "1.0.0-beta.2", false)]
    public void Request_OfEachForm_IsRead(string text, string id, string? version, bool floating)
    {
        var request = PackageRequest.Parse(text);
        Assert.Equal((id, version, floating), (request.Id, request.Version, request.IsFloating));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("A, ")]
    [InlineData("A, latest")]
    [InlineData("../A, 1.0")]
    [InlineData("A\" Version=\"1, 1.0")]
    public void Request_OfNoForm_IsAClearError(string text) =>
        Assert.Contains("expected #r \"nuget: Package, version\"", Assert.Throws<MagicException>(() => PackageRequest.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nuget_WithTwoVersionsInOneCell_IsAClearError() =>
        Assert.Contains("one cell asks for two versions, 1.0 and 2.0", new Session(folder.Path).Fail("#r \"nuget: A, 1.0\"\n#r \"nuget: a, 2.0\"").Message, StringComparison.Ordinal);

    [Fact]
    public void Source_ThatIsNotThere_IsAClearError() =>
        Assert.Contains("nowhere does not exist", new Session(folder.Path).Fail("#i \"nuget: nowhere\"").Message, StringComparison.Ordinal);

    [Fact]
    public void Project_AfterAChange_IsBuiltAnewForLaterCells()
    {
        folder.Write("base/Base.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><AssemblyName>TestsBase</AssemblyName></PropertyGroup></Project>");
        folder.Write("base/Base.cs", "public static class Base { public static int Number => 1; }");
        folder.Write("app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><AssemblyName>TestsApp</AssemblyName></PropertyGroup><ItemGroup><ProjectReference Include=\"../base/Base.csproj\" /></ItemGroup></Project>");
        folder.Write("app/App.cs", "public sealed record App(int Id) { public int Number => Base.Number; public string Name => \"first\"; }");
        var session = new Session(folder.Path);
        Assert.Equal("first 1", session.Run("#r \"app/App.csproj\"\nvar app = new App(3);\n$\"{app.Name} {app.Number}\"").ResultText);

        folder.Write("base/Base.cs", "public static class Base { public static int Number => 2; }");
        folder.Write("app/App.cs", "public sealed record App(int Id) { public int Number => Base.Number; public string Name => \"second\"; public int More => 7; }");
        var sink = session.Run("#r \"app/App.csproj\"\nvar again = new App(4);\n$\"{again.Name} {again.Number} {again.More}\"");
        Assert.Equal("second 2 7", sink.ResultText);
        Assert.Contains("TestsApp was built anew", sink.StandardError, StringComparison.Ordinal);
        Assert.Equal("4", session.Run("again.Id").ResultText);

        folder.Write("app/App.cs", "public sealed class App { int x = \"text\"; }");
        var error = session.Fail("#r \"app/App.csproj\"\n1");
        Assert.Contains("the project does not build", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Trace, line => line.Contains("App.cs(1,35): error CS0029", StringComparison.Ordinal));
        Assert.Equal("4", session.Run("again.Id").ResultText);
    }

    public void Dispose() => folder.Dispose();

    private static void Greeter(TemporaryFolder folder)
    {
        foreach (var version in (string[])["1.0", "1.1"])
        {
            Libraries.Compile(folder[$"lib/{version}/TestsWords.dll"], $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0\")] namespace TestsWords {{ public static class Words {{ public static string Version => \"{version}\"; }} }}");
            Libraries.Pack(folder["feed"], "Tests.Words", version + ".0", [], ("lib/net10.0/TestsWords.dll", folder[$"lib/{version}/TestsWords.dll"]));
        }
        Libraries.Compile(folder["lib/TestsGreeter.dll"], """
            namespace TestsGreeter
            {
                public static class Greeter
                {
                    public static string Hello() => "hello from " + TestsWords.Words.Version;
                    public static int Native() => sqlite3_libversion_number();
                    [System.Runtime.InteropServices.DllImport("testsnative")] static extern int sqlite3_libversion_number();
                }
            }
            """, folder["lib/1.0/TestsWords.dll"]);
        Libraries.Pack(folder["feed"], "Tests.Greeter", "1.0.0", [("Tests.Words", "1.0.0")], ("lib/net10.0/TestsGreeter.dll", folder["lib/TestsGreeter.dll"]), (Libraries.NativePlace("testsnative"), Libraries.Native()));
    }
}
