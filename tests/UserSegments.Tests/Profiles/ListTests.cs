using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

/// <summary>The cut of lists in time, and the contest of models on them.</summary>
public sealed class ListTests
{
    [Fact]
    public void Split_OfShownLists_LeavesNothingOfTheFutureInTheProfiles()
    {
        var split = ListSplit.Of(Market.First(300));
        var (past, learn) = (split.Past.Interactions.Max(x => x.Time!.Value), (First: split.Learn.Min(x => x.Time!.Value), Last: split.Learn.Max(x => x.Time!.Value)));
        Assert.True(past < learn.First);
        Assert.True(learn.Last < split.Judge.Min(x => x.Time!.Value));
        var known = split.Past.Interactions.Select(x => x.User).ToHashSet();
        Assert.All(split.Learn.Concat(split.Judge), list => Assert.Contains(list.User, known));
    }

    [Fact]
    public void Split_WhereNothingWasShown_MakesListsOfNewChoices()
    {
        var market = Market.First(300);
        var split = ListSplit.Of(market.With(market.Interactions, []), others: 4, most: 100);
        Assert.InRange(split.Learn.Count, 1, 100);
        var owned = market.Interactions.Select(x => (x.User, x.Item)).ToHashSet();
        var past = split.Past.Interactions.Select(x => (x.User, x.Item)).ToHashSet();
        Assert.All(split.Judge, list =>
        {
            Assert.Equal((5, 1), (list.Items.Length, list.Clicked.Count(x => x)));
            Assert.All(list.Items.Zip(list.Clicked), x => Assert.Equal(x.Second, owned.Contains((list.User, x.First))));
            Assert.DoesNotContain((list.User, list.Items[Array.IndexOf(list.Clicked, true)]), past);
        });
    }

    [Fact]
    public void Split_OfASetWithoutLists_SaysWhatIsLeft()
    {
        var market = Market.First(50);
        var error = Assert.Throws<ArgumentException>(() => ListSplit.Of(market.With([], [])));
        Assert.Contains("0 lists to learn from and 0 to judge by", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contest_OfThreeModels_OrdersThemAndComparesInPairs()
    {
        // Item 0 is always clicked: the second model knows it, the third is the first by another name.
        Impression[] lists = [.. Enumerable.Range(0, 40).Select(i => new Impression(i / 2, null, [0, 1, 2], [true, false, false]))];
        var contest = ListContest.Run(lists, [("wrong", (_, item) => item), ("right", (_, item) => -item), ("as wrong", (_, item) => item)]);
        Assert.Equal((1, 0.5), (contest.Ndcg[1].Value, contest.Ndcg[0].Value));
        Assert.Equal(1 / 3.0, contest.ReciprocalRank[0].Value, 9);
        Assert.Equal((0.5, "better"), (contest.Difference(1, 0).Value, contest.Verdict(1, 0)));
        Assert.Equal("a tie", contest.Verdict(2, 0));
        Assert.StartsWith("right", contest.ToTable().Rows[0][0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Interval_OfGroups_IsWiderThanThatOfIndependentValues()
    {
        // Ten people with ten equal values each are ten witnesses, not a hundred.
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)(i / 10))];
        int[] people = [.. Enumerable.Range(0, 100).Select(i => i / 10)];
        var (alone, grouped) = (Bootstrap.Interval(values, 1), Bootstrap.Interval(values, people, 1));
        Assert.Equal(alone.Value, grouped.Value);
        Assert.InRange((grouped.High - grouped.Low) / (alone.High - alone.Low), 2.5, 4);      // about the root of ten
    }

    [Fact]
    public void Clusters_WithAnItemWithoutText_GiveItNoFacet()
    {
        var market = Market.First(50);
        var vectors = TextSpace.Fit(market, new() { Dimensions = 8 }).Items.Copy();
        vectors.Row(3).Clear();
        var facets = ItemFacets.FromClusters(market, vectors, 5, 1);
        Assert.Equal(0, facets.Norm(3));
        Assert.Equal(5, facets.Count);
    }
}
