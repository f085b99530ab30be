using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Recommendation;
using UserSegments.Tests.Profiles;

namespace UserSegments.Tests.Recommendation;

/// <summary>The feedback loop on the embedded market, in small; the long study is the benchmark <c>interests-bandits</c>.</summary>
public sealed class MarketWorldTests
{
    [Fact]
    public void Round_OfTheMarket_HoldsDistinctItemsThatAreOnSale()
    {
        var world = World(int.MaxValue);
        var round = world.Next(3, new Rng(1));
        Assert.Equal(20, round.Items.Distinct().Count());
        Assert.All(round.Items, item => Assert.True(Market.Truth.ItemLaunchMonths[item] <= 6));
        Assert.Equal(world.Features, round.Features.Columns);
        Assert.Equal(1, round.Features[0, 0]);
        Assert.Equal(Market.Truth.ClickProbability(round.User, round.Items[4], 0, 6), world.Expected(round, 4));
    }

    [Fact]
    public void Change_OfTaste_ChangesTheReactionButNotTheRounds()
    {
        var (still, changes) = (World(int.MaxValue), World(10));
        var (before, after) = (still.Next(10, new Rng(2)), changes.Next(10, new Rng(2)));
        Assert.Equal(before.Items, after.Items);
        Assert.Equal(before.Segment, after.Segment);
        Assert.NotEqual(still.Expected(before, 0), changes.Expected(after, 0));
        Assert.Equal(still.Expected(before with { Step = 9 }, 0), changes.Expected(after with { Step = 9 }, 0));
    }

    [Fact]
    public void Policies_OnTheMarket_LearnWhatPleases()
    {
        var world = World(int.MaxValue);
        ulong[] seeds = [1, 2];
        var report = new FeedbackReport(
        [
            FeedbackLoop.RunMany(world, () => new UniformPolicy(), 3000, seeds),
            FeedbackLoop.RunMany(world, () => new SegmentedPolicy("LinUCB", _ => new LinUcb(world.Features, new BanditOptions { RefreshEvery = 10 })), 3000, seeds),
        ]);
        Assert.True(report.Regret(1).Value < 0.75 * report.Regret(0).Value, report.ToString());
    }

    private static MarketWorld World(int changeAt)
    {
        var items = FacetVectors.Join(ItemFacets.FromTags(Market.Dataset, 12, firstOnly: true), ItemFacets.LowPrice(Market.Dataset));
        return new MarketWorld(Market.Truth, items, options: new MarketWorldOptions { ChangeAt = changeAt });
    }
}
