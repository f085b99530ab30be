namespace Notebooks.Tests;

/// <summary>
/// Every notebook is held to the house style. That each runs to its end is shown by <see cref="PrivacyTests"/> on a small market, and that a run
/// gives the saved outputs by the host's option <c>--check</c>, which takes minutes.
/// </summary>
public sealed class NotebookTests
{
    public static TheoryData<string> Lessons => [.. NotebookCatalog.Lessons];

    public static TheoryData<string> All => [.. NotebookCatalog.All];

    public static TheoryData<string> Failing => [.. NotebookCatalog.Failing];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Notebook_AsItStandsInGit_KeepsTheHouseStyle(string path) => Hold(path, NotebookRules.Breaches(NotebookCatalog.Load(path)));

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_AsItStandsInGit_KeepsTheForm(string path) => Hold(path, NotebookRules.FormBreaches(NotebookCatalog.Load(path)));

    [Theory]
    [MemberData(nameof(Failing))]
    public void Notebook_MeantToFail_FailsAtTheTaggedCell(string path)
    {
        var run = NotebookCatalog.Run(path);
        Assert.NotNull(run.Error);
        Assert.Contains("fails", run.Notebook.Cells[run.FailedCell].Tags);
        Assert.Equal((string?)run.Notebook.Cells[run.FailedCell].Json["metadata"]!["error"], run.Error.Name);
    }

    private static void Hold(string path, IEnumerable<string> breaches)
    {
        var list = breaches.ToList();
        Assert.True(list.Count == 0, $"{path}: {list.Count} breaches of the house style\n  - {string.Join("\n  - ", list)}");
    }
}
