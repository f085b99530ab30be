using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class ReadersTests
{
    private static readonly DatasetOptions Open = new() { Pseudonyms = null };

    [Fact]
    public void OnlineRetail_Sample_CountsWhatIsLeftOut()
    {
        using var folder = ReaderSamples.Retail();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(["17850", "13047", "12345"], data.Users.Select(x => x.Id));
        Assert.Equal(["85123A", "71053", "POST", "22000"], data.Items.Select(x => x.Id));
        Assert.Equal(("WHITE HEART", 2.55), (data.Items[0].Title, data.Items[0].Price));
        Assert.Equal("France", data.Users[1].Attributes["country"]);
        Assert.Equal([6f, 2, 1, 4], data.Interactions.Select(x => x.Value));
        Assert.Equal(8, data.Report.RowsRead);
        Assert.Equal(4, data.Report.RowsKept);
        Assert.Equal(2, data.Report.Skipped["cancelled"]);
        Assert.Equal(1, data.Report.Skipped["no customer"]);
        Assert.Equal(1, data.Report.Skipped["not goods (postage, fees, adjustments)"]);
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0, DateTimeKind.Utc), data.Interactions[0].Time);
    }

    [Fact]
    public void OnlineRetail_SingleFile_ReadsAsItsFolder()
    {
        using var folder = ReaderSamples.Retail();
        Assert.Equal(Datasets.Open(folder.Path).ContentHash(), Datasets.Open(Path.Combine(folder.Path, "online-retail.csv.gz")).ContentHash());
    }

    [Fact]
    public void LastFm_Sample_HasListensWithoutAndTagsWithTime()
    {
        using var folder = ReaderSamples.LastFm();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal("2:0 3:1", string.Join(' ', data.Interactions.Where(x => x.Kind == InteractionKind.Listen).Select(x => $"{data.Users[x.User].Id}:{x.Item}")));
        Assert.Equal(["gothic", "dark wave", "dark wave"], data.Interactions.Where(x => x.Kind == InteractionKind.Tag).Select(x => x.Text));
        Assert.Equal(["dark wave", "gothic"], data.Items[0].Tags);
        Assert.Equal(1, data.Report.Skipped["artist not in artists.dat"]);
        Assert.Equal(1, data.Report.Skipped["dated before Last.fm began"]);
        Assert.False(data.HasTime);
    }

    [Fact]
    public void MovieLens100K_Sample_HasGenresAndPeopleWithoutPostalCodes()
    {
        using var folder = ReaderSamples.MovieLens100K();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal("Café (1995)", data.Items[0].Title);
        Assert.Equal(["Animation", "Children's", "Comedy"], data.Items[0].Tags);
        Assert.Equal(["Action", "Adventure", "Thriller"], data.Items[1].Tags);
        Assert.Equal(["age", "gender", "occupation"], data.Users[0].Attributes.Keys.Order());
        Assert.Equal(new DateTime(1997, 12, 4, 15, 55, 49, DateTimeKind.Utc), data.Interactions[0].Time);
    }

    [Fact]
    public void RecBole_Sample_KeepsTheCatalogue()
    {
        using var folder = ReaderSamples.RecBole();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(["Kolya (1996)", "Twelve Monkeys (1995)"], data.Items.Select(x => x.Title));
        Assert.Equal(["Drama", "Sci-Fi"], data.Items[1].Tags);
        Assert.DoesNotContain("zip_code", data.Users[0].Attributes.Keys);
        Assert.Equal((InteractionKind.Rating, 3f), (data.Interactions[0].Kind, data.Interactions[0].Value));
    }

    [Fact]
    public void MovieLens1M_Sample_IsLatin1()
    {
        using var folder = ReaderSamples.MovieLens1M();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal("Misérables, Les (1995)", data.Items[1].Title);
        Assert.Equal("K-12 student", data.Users[0].Attributes["occupation"]);
        Assert.Equal(2, data.Interactions.Count);
    }

    [Fact]
    public void MovieLensLatest_Zip_IsReadInPlace()
    {
        using var folder = ReaderSamples.MovieLensLatest();
        var data = Datasets.Open(Path.Combine(folder.Path, "ml-latest-small.zip"), Open);
        Assert.Equal("ml-latest-small", data.Name);
        Assert.Equal("Dangerous Minds, The (1995)", data.Items[0].Title);
        Assert.Empty(data.Items[1].Tags);
        Assert.Equal([InteractionKind.Tag, InteractionKind.Rating], data.Interactions.Select(x => x.Kind));
    }

    [Fact]
    public void MovieTweetings_Sample_DoesNotReadTheTwitterIds()
    {
        using var folder = ReaderSamples.MovieTweetings();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal("Fantômas (1913)", data.Items[1].Title);
        Assert.Empty(data.Items[1].Tags);
        Assert.DoesNotContain(data.Users, user => user.Id.Contains("177651718", StringComparison.Ordinal) || user.Attributes.Count > 0);
    }

    [Fact]
    public void AmazonCsv_Sample_JoinsSummaryAndText()
    {
        using var folder = ReaderSamples.AmazonCsv();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal("good. Not much\nto write.", data.Interactions[0].Text);
        Assert.Equal((5f, new DateTime(2014, 2, 28, 0, 0, 0, DateTimeKind.Utc)), (data.Interactions[0].Value, data.Interactions[0].Time));
    }

    [Fact]
    public void AmazonJson_Sample_TakesMetaOfReviewedItems()
    {
        using var folder = ReaderSamples.AmazonJson();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(["Ok!", "Five Stars. Another great gift."], data.Interactions.Select(x => x.Text));
        Assert.Equal(["Card $10", "B005"], data.Items.Select(x => x.Title));
        Assert.Equal(["Gift Cards", "Amazon"], data.Items[0].Tags);
        Assert.Equal((1012.99, "A card. For all."), (data.Items[0].Price, data.Items[0].Description));
    }

    [Fact]
    public void Amazon2023_Sample_KnowsParentsAndMilliseconds()
    {
        using var folder = ReaderSamples.Amazon2023();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(("B00P", "Howard Scent", 14.99), (data.Items[0].Id, data.Items[0].Title, data.Items[0].Price));
        Assert.Equal(new DateTime(2020, 5, 5, 14, 8, 48, 923, DateTimeKind.Utc), data.Interactions[0].Time);
        Assert.Equal(["All Beauty", "Howard"], data.Items[0].Tags);
    }

    [Fact]
    public void Recipes_Sample_DropsUserNames()
    {
        using var folder = ReaderSamples.Recipes();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(("u_1", "Creamy White Chili", "I tweaked it, a bit"), (data.Users[0].Id, data.Items[0].Title, data.Interactions[0].Text));
        Assert.Empty(data.Users[0].Attributes);
    }

    [Fact]
    public void Mind_Sample_HasImpressionsAndHistory()
    {
        using var folder = ReaderSamples.Mind();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(2, data.Impressions.Count);
        Assert.Equal(["N2", "N3"], data.Impressions[0].Items.Select(x => data.Items[x].Id));
        Assert.Equal([true, false], data.Impressions[0].Clicked);
        Assert.Equal([null, null, new DateTime(2019, 11, 12, 14, 14, 46, DateTimeKind.Utc)], data.Interactions.Select(x => x.Time));
        Assert.Equal(["A title", "N9"], new[] { "N1", "N9" }.Select(id => data.Items.Single(x => x.Id == id).Title));
    }

    [Fact]
    public void Plain_UsualNames_AreRecognised()
    {
        using var folder = ReaderSamples.Plain();
        var data = Datasets.Open(folder.Path, Open);
        Assert.Equal(("ann", "The X", "nice", InteractionKind.Review), (data.Users[0].Id, data.Items[0].Title, data.Interactions[0].Text, data.Interactions[0].Kind));
        Assert.Equal(1, data.Report.Skipped["no user"]);
    }

    [Fact]
    public void OpenDelimited_NamedColumns_AreTaken()
    {
        using var folder = new TemporaryFolder().With("a.csv", "wer;was;wieviel\nx;y;3\n");
        var data = Datasets.OpenDelimited(Path.Combine(folder.Path, "a.csv"), new DelimitedOptions { User = "wer", Item = "was", Rating = "wieviel", Kind = InteractionKind.Purchase }, Open);
        Assert.Equal((InteractionKind.Purchase, 3f), (data.Interactions[0].Kind, data.Interactions[0].Value));
    }

    public static TheoryData<string> Forms => [.. ReaderSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Open_ByDefault_ShowsNoIdOfTheSource(string form)
    {
        using var folder = ReaderSamples.All[form]();
        var (open, closed) = (Datasets.Open(folder.Path, Open), Datasets.Open(folder.Path));
        Assert.All(closed.Users, user => Assert.Matches("^u[0-9a-f]{16}$", user.Id));
        Assert.Equal(open.Users.Select(x => Pseudonyms.Public.Of(x.Id)), closed.Users.Select(x => x.Id));
        Assert.Equal(open.Interactions, closed.Interactions);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Open_EveryForm_CountsAddUp(string form)
    {
        using var folder = ReaderSamples.All[form]();
        var data = Datasets.Open(folder.Path);
        var made = form == "mind" ? data.Impressions.Count : data.Interactions.Count;
        Assert.Equal(data.Report.RowsKept, made);
    }

    [Fact]
    public void Save_AndOpen_GiveTheSameContent()
    {
        using var folder = new TemporaryFolder();
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 60, Items = 60 });
        Datasets.Save(market, folder.Path);
        Assert.Equal(market.Dataset.ContentHash(), Datasets.Open(folder.Path, new() { Pseudonyms = null, Redactor = null }).ContentHash());
    }

    [Fact]
    public void Open_Latin1Csv_DoesNotFail()
    {
        using var folder = new TemporaryFolder().With("a.csv", "user,item,text\nann,x,caf\u00e9 \u00a33\n", System.Text.Encoding.Latin1);
        Assert.Single(Datasets.Open(folder.Path).Interactions);
    }
}
