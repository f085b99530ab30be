using UserSegments.Data;
using UserSegments.Data.Privacy;
using UserSegments.Text;

namespace UserSegments.Tests.Data.Privacy;

/// <summary>What leaves a data set: ids, words and files.</summary>
public sealed class SharingTests
{
    private static readonly Dataset Shop = new(
        "shop", [new User("ann@example.org"), new User("bob")], [new Item("cup", "A cup")],
        [new(0, 0, InteractionKind.Review, 5, null, "Lovely. Mail me at ann@example.org or see http://ann.example.org"), new(1, 0, InteractionKind.Review, 3, null, "Plain.")]);

    [Fact]
    public void Open_OwnFolder_HidesNamesAndTakesPersonalDataOut()
    {
        using var folder = new TemporaryFolder();
        Datasets.Save(Shop, folder.Path);
        var opened = Datasets.Open(folder.Path);
        Assert.Equal(["ann@example.org", "bob"], Datasets.Open(folder.Path, new() { Pseudonyms = null, Redactor = null }).Users.Select(user => user.Id));
        Assert.All(opened.Users, user => Assert.True(Pseudonyms.IsPseudonym(user.Id), user.Id));
        Assert.Equal("Lovely. Mail me at [email] or see [online]", opened.Interactions[0].Text);
        Assert.Equal([("email", 1L), ("online", 1L)], opened.Report.Redacted.Select(x => (x.Key, x.Value)));
        Assert.Contains("taken out of texts: email", DatasetSummary.Of(opened).ToString());
        Assert.Equal("Lovely. Mail me at or see", new TextCleaner().Clean(opened.Interactions[0].Text));
    }

    [Fact]
    public void Open_OfASetSavedUnderPseudonyms_KeepsThem()
    {
        using var folder = new TemporaryFolder();
        var hidden = Shop.Pseudonymise("sixteen bytes or more");
        Datasets.Save(hidden, folder.Path);
        Assert.Equal(hidden.Users.Select(user => user.Id), Datasets.Open(folder.Path).Users.Select(user => user.Id));
    }

    [Theory]
    [InlineData("", false, "")]
    [InlineData("one two", true, "one two")]
    [InlineData("one two", false, "(2 words)")]
    [InlineData(" word ", false, "(1 word)")]
    public void Quotes_Show_TellsTheLengthUnlessAllowed(string text, bool show, string expected) => Assert.Equal(expected, Quotes.Show(text, show));

    [Fact]
    public void SavedFiles_AreReadableByTheirOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        Datasets.Save(Shop, folder.Path);
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void PrivateFile_WhoseContentFails_LeavesWhatWasThere()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "cards.json");
        PrivateFile.Write(path, file => file.WriteByte(1));
        Assert.Throws<InvalidOperationException>(() => PrivateFile.Write(path, file =>
        {
            file.WriteByte(2);
            throw new InvalidOperationException("broken");
        }));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
