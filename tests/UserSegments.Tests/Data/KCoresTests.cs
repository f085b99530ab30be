using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Tests.Data;

public sealed class KCoresTests
{
    [Fact]
    public void KCore_OneRemovalCausesAnother_PeelsToTheEnd()
    {
        // Item 2 has one user; without it user 1 has one item; without that user item 1 has one user left: nothing stays.
        var chain = Samples.Of("0 0 1", "0 1 2", "1 1 3", "1 2 4");
        Assert.Empty(chain.KCore(2, 2).Interactions);
        Assert.Empty(chain.KCore(2, 2).Users);
    }

    [Fact]
    public void KCore_DensePartPlusFringe_KeepsTheDensePartWithNewIndices()
    {
        var core = Samples.Of("1 1 1", "1 2 2", "2 1 3", "2 2 4", "0 1 5", "2 0 6").KCore(2, 2);
        Assert.Equal(["user 1", "user 2"], core.Users.Select(x => x.Id));
        Assert.Equal(["item 1", "item 2"], core.Items.Select(x => x.Id));
        Assert.Equal("0:0, 0:1, 1:0, 1:1", Samples.Show(core));
    }

    [Fact]
    public void KCore_RandomSets_MeetsBothBoundsAndIsLargest()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            var rng = new Rng(seed);
            var all = Samples.Of([.. Enumerable.Range(0, 60).Select(i => $"{rng.NextInt(12)} {rng.NextInt(10)} {i}")]);
            var core = all.KCore(3, 2);
            var pairs = core.Interactions.Select(x => (x.User, x.Item)).Distinct().ToList();
            Assert.All(Enumerable.Range(0, core.Users.Count), user => Assert.True(pairs.Count(x => x.User == user) >= 3, $"seed {seed}"));
            Assert.All(Enumerable.Range(0, core.Items.Count), item => Assert.True(pairs.Count(x => x.Item == item) >= 2, $"seed {seed}"));
            Assert.Equal(Reference(all, 3, 2), core.Users.Select(x => x.Id).ToHashSet());
        }
    }

    [Fact]
    public void KCore_Impressions_LoseItemsThatGo()
    {
        var whole = Samples.Of("0 0 1", "0 1 2", "1 0 3", "1 1 4", "2 2 5");
        var shown = whole.With(whole.Interactions, [new Impression(0, null, [2, 1], [false, true]) { Purchased = [false, true] }, new Impression(2, null, [0], [false])]);
        var core = shown.KCore(2, 2);
        var impression = Assert.Single(core.Impressions);
        Assert.Equal([1], impression.Items);
        Assert.Equal([true], impression.Clicked);
        Assert.Equal([true], impression.Purchased!);
    }

    // One user or item at a time, the obvious way.
    private static HashSet<string> Reference(Dataset all, int minUser, int minItem)
    {
        var pairs = all.Interactions.Select(x => (User: all.Users[x.User].Id, Item: all.Items[x.Item].Id)).ToHashSet();
        while (true)
        {
            var user = pairs.GroupBy(x => x.User).FirstOrDefault(x => x.Count() < minUser)?.Key;
            var item = pairs.GroupBy(x => x.Item).FirstOrDefault(x => x.Count() < minItem)?.Key;
            if (user is null && item is null) return [.. pairs.Select(x => x.User)];
            pairs.RemoveWhere(x => x.User == user || x.Item == item);
        }
    }
}
