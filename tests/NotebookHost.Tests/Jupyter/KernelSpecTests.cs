using NotebookHost.Headless;
using NotebookHost.Jupyter;

namespace NotebookHost.Tests.Jupyter;

public sealed class KernelSpecTests
{
    private const string Foreign = """{"argv":["dotnet","interactive","jupyter","{connection_file}"],"display_name":".NET (C#)","language":"C#","metadata":{}}""";

    [Theory]
    [InlineData(Foreign)]
    [InlineData("""{"metadata":5}""")]
    [InlineData("{cut")]
    public void Kernelspec_OfAnotherProgram_IsNeitherReplacedNorRemoved(string theirs)
    {
        using var prefix = new TemporaryFolder();
        var file = prefix.Write("share/jupyter/kernels/.net-csharp/kernel.json", theirs);
        var spec = new KernelSpec(prefix.Path, _ => { });
        Assert.Contains("--force", Assert.Throws<ParameterException>(() => spec.Install(force: false)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing was removed", Assert.Throws<ParameterException>(spec.Uninstall).Message, StringComparison.Ordinal);
        Assert.Equal(theirs, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(prefix.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Uninstall_OfOurs_RemovesSpecAndProgramAndNothingElse()
    {
        using var prefix = new TemporaryFolder();
        prefix.Write("share/jupyter/kernels/.net-csharp/kernel.json", """{"metadata":{"host":"NotebookHost"}}""");
        prefix.Write("share/jupyter/notebook-host/NotebookHost.dll", "x");
        var other = prefix.Write("share/jupyter/kernels/python3/kernel.json", "{}");
        new KernelSpec(prefix.Path, _ => { }).Uninstall();
        Assert.Equal([other], Directory.GetFiles(prefix.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Uninstall_WhereThereIsNone_SaysSo()
    {
        using var prefix = new TemporaryFolder();
        var said = new List<string>();
        new KernelSpec(prefix.Path, said.Add).Uninstall();
        Assert.Contains("nothing to remove", Assert.Single(said), StringComparison.Ordinal);
    }
}
