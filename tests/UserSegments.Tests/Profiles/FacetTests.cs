using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Tests.Data;

namespace UserSegments.Tests.Profiles;

public sealed class FacetTests
{
    [Fact]
    public void Vectors_OfBlocks_GiveEachFacetItsColumns()
    {
        var vectors = new FacetVectors(new Matrix(1, 3, [3, 0, 4]), ["a", "b"], [1, 2]);
        Assert.Equal([3f], vectors.Of(0, 0).ToArray());
        Assert.Equal([0f, 4f], vectors.Of(0, 1).ToArray());
        Assert.Equal(5, vectors.Norm(0));
        Assert.False(vectors.IsFlat);
    }

    [Fact]
    public void Vectors_WithWidthsThatDoNotAddUp_SayWhatWasExpected()
    {
        var error = Assert.Throws<ArgumentException>(() => new FacetVectors(new Matrix(1, 3), ["a", "b"], [1, 1]));
        Assert.StartsWith("widths add up to 2, expected 3 as values has columns.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_WithARepeatedName_NameIt()
    {
        var error = Assert.Throws<ArgumentException>(() => new FacetVectors(new Matrix(1, 2), ["a", "a"]));
        Assert.StartsWith("names holds \"a\" 2 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_OfTwo_StandsSideBySide()
    {
        var joined = FacetVectors.Join(new FacetVectors(new Matrix(1, 1, [1]), ["a"]), new FacetVectors(new Matrix(1, 2, [2, 3]), ["b"], [2]));
        Assert.Equal(["a", "b"], joined.Names);
        Assert.Equal([1f, 2, 3], joined.Values.Row(0).ToArray());
        Assert.Equal([2f, 4, 6], joined.Scale([2, 2]).Values.Row(0).ToArray());
    }

    [Fact]
    public void FromTags_OnThreeItems_SharesOutTheLength()
    {
        var facets = ItemFacets.FromTags(Small(), count: 2);
        Assert.Equal(["red", "blue"], facets.Names);
        Assert.Equal(1, facets.Values[0, 0]);
        Assert.Equal(Math.Sqrt(0.5), facets.Values[1, 1], 6);
        Assert.Equal(0, facets.Norm(2));
    }

    [Fact]
    public void FromSeeds_OnPraiseAndBlame_CountsBothSides()
    {
        var facets = ItemFacets.FromSeeds(Small(), [new FacetSeed("quiet", ["quiet", "安静"], ["loud", "not quiet"])]);
        // Item 0: one quiet and two loud texts: (1 - 2) / (3 + 2). Item 1: one in Chinese: 1 / 3. "disquiet" is another word.
        Assert.Equal(-0.2f, facets.Values[0, 0], 6);
        Assert.Equal(1 / 3f, facets.Values[1, 0], 6);
        Assert.Equal(0, facets.Values[2, 0]);
    }

    [Fact]
    public void LowPrice_WithinACategory_IsHigherForTheCheaper()
    {
        var facets = ItemFacets.LowPrice(Small());
        Assert.Equal(1, facets.Values[0, 0], 5);
        Assert.Equal(-1, facets.Values[1, 0], 5);
        Assert.Equal(0, facets.Values[2, 0]);
    }

    [Fact]
    public void UserFacets_OfAnOldAndANewInterest_KeepThemApart()
    {
        var items = new FacetVectors(new Matrix(2, 2, [1, 0, 0, 1]), ["a", "b"]);
        var dataset = Samples.Of("0 0 0", "0 1 30", "1 0 30");
        var facets = UserFacets.Build(dataset, items, new UserFacetOptions { LongHalfLife = 1e9, RecentHalfLife = 30, Weight = _ => 1 });
        Assert.Equal([0.5f, 0.5f], facets.LongTerm.Values.Row(0).ToArray());
        Assert.Equal(1 / 3f, facets.Recent.Values[0, 0], 5);         // weight 1/2 against 1
        Assert.Equal(2 / 3f, facets.Recent.Values[0, 1], 5);
        Assert.True(facets.Drift()[0] > 0.04);
        Assert.Equal(0, facets.Drift()[1], 5);
        Assert.Equal(2, facets.Evidence[0], 5);
        Assert.Equal(5 / 12f, facets.Mix(0.5).Values[0, 0], 5);
    }

    [Fact]
    public void UserFacets_OfThePast_DoNotReadTheFuture()
    {
        var items = new FacetVectors(new Matrix(2, 2, [1, 0, 0, 1]), ["a", "b"]);
        var facets = UserFacets.Build(Samples.Of("0 0 0", "0 1 30"), items, new UserFacetOptions { Now = Samples.Day(10) });
        Assert.Equal([1f, 0], facets.LongTerm.Values.Row(0).ToArray());
    }

    [Fact]
    public void UserFacets_OfSomebodyWhoLeftLongAgo_AreFinite()
    {
        var items = new FacetVectors(new Matrix(2, 2, [1, 0, 0, 1]), ["a", "b"]);
        var facets = UserFacets.Build(Samples.Of("0 0 0", "1 1 30000"), items, new UserFacetOptions { RecentHalfLife = 1 });
        Assert.Equal([1f, 0], facets.Recent.Values.Row(0).ToArray());
    }

    [Fact]
    public void Mentions_OfASeed_CountTexts()
    {
        var mentions = UserFacets.FromMentions(Small(), [new FacetSeed("quiet", ["quiet"], ["loud"])]);
        Assert.Equal(3 / 5f, mentions.Values[0, 0], 6);              // three of four texts
    }

    private static Dataset Small() => new(
        "small",
        [new User("u")],
        [
            new Item("a", "A") { Tags = ["red"], Price = 1 }, new Item("b", "B") { Tags = ["red", "blue"], Price = 4 }, new Item("c", "C"),
        ],
        [
            new Interaction(0, 0, InteractionKind.Review, 5, Samples.Day(1), "So quiet!"),
            new Interaction(0, 0, InteractionKind.Review, 1, Samples.Day(2), "loud"),
            new Interaction(0, 0, InteractionKind.Review, 1, Samples.Day(3), "not quiet at all"),
            new Interaction(0, 1, InteractionKind.Review, 4, Samples.Day(4), "很安静 disquiet"),
        ]);
}
