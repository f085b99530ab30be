using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Tests.Data;

namespace UserSegments.Tests.Profiles;

public sealed class UserDescriberTests
{
    private static readonly UserDescriptionOptions Chinese = new() { Language = DescriptionLanguage.Chinese };

    [Fact]
    public void Describe_SomebodyByHand_SaysWhatHappened()
    {
        var text = new UserDescriber(Shop()).Describe(0).Text;
        Assert.Equal(
            "Over three months this person reviewed four items and bought one item. Interests: coffee (three of five) and garden (two). In particular: grinder (two). " +
            "Praises durability (two of four texts). Complains of durability (two of four texts). Rated high: “Rose shears” (five) and “Solid grinder” (five). " +
            "Rated low: “Loud grinder” (one). Two of four ratings are high. " +
            "A contradiction: coffee comes up often (three of five), yet most of its ratings are low (two of three). " +
            "A contradiction: durability is praised (two texts) and blamed (two texts).",
            text);
    }

    [Fact]
    public void Describe_InChinese_SaysTheSame()
    {
        var description = new UserDescriber(Shop(), Chinese).Describe(0);
        Assert.StartsWith("三个月里，评论四件，购买一件。兴趣：coffee（五件中三件）、garden（二件）。", description.Text, StringComparison.Ordinal);
        Assert.Contains("高分：《Rose shears》（五分）、《Solid grinder》（五分）。", description.Text, StringComparison.Ordinal);
        Assert.Contains("矛盾：coffee常出现（五件中三件），评分却多为低分（三个中二个）。", description.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_SomebodyUnknown_ClaimsNothing()
    {
        var describer = new UserDescriber(Shop());
        Assert.Equal("Nothing is known of this person yet.", describer.Describe(1).Text);
        Assert.Equal("目前没有关于此人的记录。", new UserDescriber(Shop(), Chinese).Describe(1).Text);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Describe_UnderABudget_KeepsToIt(int words)
    {
        var describer = new UserDescriber(Market.First(200), new UserDescriptionOptions { MaximumWords = words });
        foreach (var description in describer.DescribeAll())
            Assert.True(description.Statements.Count == 1 || description.Text.Split(' ').Length <= words, description.Text);
    }

    [Theory]
    [InlineData(DescriptionLanguage.English)]
    [InlineData(DescriptionLanguage.Chinese)]
    public void EveryStatement_OfAThousandUsers_IsBorneByTheData(DescriptionLanguage language)
    {
        var (dataset, options) = (Market.First(1000), new UserDescriptionOptions { Language = language, MaximumWords = 400 });
        var check = new FactCheck(dataset, options);
        var statements = 0;
        foreach (var description in new UserDescriber(dataset, options).DescribeAll())
        {
            Assert.Empty(check.Problems(description));
            Assert.Empty(ClaimCheck.Problems(description));
            statements += description.Statements.Count;
        }
        Assert.True(statements > 4000, $"only {statements} statements");
    }

    [Fact]
    public void Facts_ThatWereTamperedWith_AreFound()
    {
        var dataset = Shop();
        var (description, check) = (new UserDescriber(dataset).Describe(0), new FactCheck(dataset));
        foreach (var fact in description.Statements.SelectMany(x => x.Facts))
        {
            Assert.Null(check.Problem(0, fact));
            Assert.NotNull(check.Problem(0, fact with { Count = fact.Count + 1 }));
            Assert.NotNull(check.Problem(1, fact));
            if (fact.Evidence.Count > 0) Assert.NotNull(check.Problem(0, fact with { Evidence = [99] }));
        }
    }

    [Fact]
    public void Add_HalfTheRowsLater_DescribesAsIfTheyHadAlwaysBeenThere()
    {
        var market = Market.First(300);
        var rows = market.Interactions;
        var options = new UserDescriptionOptions { RatingScale = 5 };
        var describer = new UserDescriber(market.With(rows.Take(rows.Count / 2)), options);
        var before = describer.DescribeAll();
        var touched = describer.Add(rows.Skip(rows.Count / 2)).ToHashSet();
        var (after, whole) = (describer.DescribeAll(), new UserDescriber(market, options).DescribeAll());
        Assert.Equal(whole.Select(x => x.Text), after.Select(x => x.Text));
        for (var user = 0; user < before.Count; user++) Assert.Equal(!touched.Contains(user), ReferenceEquals(before[user], after[user]));
    }

    [Fact]
    public void Add_AnUnknownUser_ChangesNothing()
    {
        var describer = new UserDescriber(Shop());
        var before = describer.Describe(0).Text;
        Assert.Throws<ArgumentOutOfRangeException>(() => describer.Add(
            [new Interaction(0, 0, InteractionKind.Click, 1, null, ""), new Interaction(7, 0, InteractionKind.Click, 1, null, "")]));
        Assert.Equal(before, describer.Describe(0).Text);
    }

    [Fact]
    public void Describe_TagsAndListens_UsesTheirWords()
    {
        var dataset = new Dataset(
            "radio", [new User("u")], [new Item("1", "Some Band"), new Item("2", "2")],
            [
                new Interaction(0, 0, InteractionKind.Listen, 120, null, ""), new Interaction(0, 1, InteractionKind.Listen, 3, null, ""),
                new Interaction(0, 0, InteractionKind.Tag, 1, null, "80s"),
            ]);
        var description = new UserDescriber(dataset).Describe(0);
        Assert.Equal("This person played two items and tagged one item. Repeated: “Some Band” (one hundred twenty times). Tags given: “80s” (one of one).", description.Text);
        Assert.Empty(ClaimCheck.Problems(description));
        Assert.Empty(new FactCheck(dataset).Problems(description));
    }

    [Fact]
    public void Describe_LongAndQuotedTitles_StaysReadableAndChecked()
    {
        var dataset = new Dataset(
            "odd", [new User("u")], [new Item("1", "A “quoted”\ntitle " + new string('x', 80))], [new Interaction(0, 0, InteractionKind.Rating, 5, null, "")]);
        var description = new UserDescriber(dataset).Describe(0);
        Assert.Contains("“A 'quoted' title xxxx", description.Text, StringComparison.Ordinal);
        Assert.Empty(ClaimCheck.Problems(description));
    }

    [Fact]
    public void Read_OfNamesAndNumbers_WeighsEachByItsRows()
    {
        var dataset = Shop();
        var description = new UserDescriber(dataset, new UserDescriptionOptions { Seeds = [] }).Describe(0);
        // One column a name: coffee stands in three rows (of five) and in the contradiction (two of three rated low), garden in two.
        var names = new List<string>();
        var read = DescriptionJudge.Read([description], own =>
        {
            names.AddRange(own);
            var one = new Matrix(own.Count, own.Count);
            for (var i = 0; i < own.Count; i++) one[i, i] = 7;
            return one;
        });
        Assert.Equal(3 + 3 + 2, read[0, names.IndexOf("coffee")]);
        Assert.Equal(2, read[0, names.IndexOf("garden")]);
        Assert.DoesNotContain("Review", names);
    }

    [Fact]
    public void Study_OnTheMarket_PicksTheRightPersonAboveChance()
    {
        var study = DescriptionStudy.Run(Market.First(400), lineUp: 10);
        var read = study.Accuracy(1, 1);
        Assert.Equal("description, its names and numbers", study.Texts[1]);
        Assert.True(read.Low > 0.1, $"{read}");
        Assert.Equal(study.Accuracy(1, 1).Value - study.Accuracy(0, 1).Value, study.Difference(1, 0, 1).Value, 9);
    }

    [Fact]
    public void Judge_OnVectorsThatPoint_FindsEverybody()
    {
        var (texts, people) = (new Matrix(6, 6), new Matrix(6, 6));
        for (var user = 0; user < 6; user++) (texts[user, user], people[user, user]) = (2, 3);
        Assert.All(DescriptionJudge.Judge(texts, people, 6, 1), right => Assert.Equal(1, right));
        // Texts that say nothing are guesses: one in six.
        Assert.All(DescriptionJudge.Judge(new Matrix(6, 6), people, 6, 1), right => Assert.Equal(1 / 6.0, right, 9));
    }

    internal static Dataset Shop()
    {
        (string Title, string[] Tags)[] items =
        [
            ("Solid grinder", ["coffee", "grinder"]), ("Loud grinder", ["coffee", "grinder"]), ("Dull press", ["coffee"]), ("Rose shears", ["garden"]), ("Hose", ["garden"]),
        ];
        Interaction Row(int item, float rating, int day, string text) => new(0, item, InteractionKind.Review, rating, Samples.Day(day), text);
        return new Dataset(
            "shop", [new User("u"), new User("v")], [.. items.Select((x, i) => new Item($"i{i}", x.Title) { Tags = x.Tags })],
            [
                Row(0, 5, 0, "sturdy"), Row(1, 1, 10, "broke at once"), Row(2, 2, 40, "flimsy"), Row(3, 5, 90, "solid"),
                new Interaction(0, 4, InteractionKind.Purchase, 1, Samples.Day(91), ""),
            ]);
    }
}
