using UserSegments.Data;
using UserSegments.Dynamics;

namespace UserSegments.Tests.Dynamics;

public sealed class SegmentTimelineTests
{
    private static int[] Groups(params (int Label, int Count)[] parts) => [.. parts.SelectMany(x => Enumerable.Repeat(x.Label, x.Count))];

    [Fact]
    public void Track_RenumberedGroups_KeepTheirIds()
    {
        var timeline = SegmentTimeline.Track([Groups((0, 5), (1, 5), (2, 5)), Groups((2, 5), (0, 5), (1, 5)), Groups((1, 5), (2, 5), (0, 5))]);
        Assert.All(timeline.Ids, ids => Assert.Equal(timeline.Ids[0], ids));
        Assert.Empty(timeline.Events);
        Assert.Equal(0, timeline.ChangedShare(1));
    }

    [Fact]
    public void Track_PartLeaves_IsASplit()
    {
        var timeline = SegmentTimeline.Track([Groups((0, 12), (1, 6)), Groups((0, 8), (2, 4), (1, 6))]);
        var split = Assert.Single(timeline.Events, x => x.Kind == SegmentEventKind.Split);
        Assert.Equal([0], split.From);
        Assert.Equal([0, 2], split.To);
        Assert.Equal(1, split.Confidence);
        Assert.Single(timeline.Events, x => x.Kind == SegmentEventKind.Shrink);
        Assert.Equal(4, timeline.Migration(1)[0, 2]);
    }

    [Fact]
    public void Track_GroupJoinsAnother_IsAMerge()
    {
        var timeline = SegmentTimeline.Track([Groups((0, 8), (1, 4), (2, 6)), Groups((0, 12), (1, 6))]);
        var merge = Assert.Single(timeline.Events, x => x.Kind == SegmentEventKind.Merge);
        Assert.Equal([1, 0], merge.From);
        Assert.Equal([0], merge.To);
    }

    [Fact]
    public void Track_NewPeopleTogether_AreABirthAndScatteringIsADeath()
    {
        var timeline = SegmentTimeline.Track(
        [
            Groups((0, 6), (1, 6), (2, 6), (-1, 6)),
            Groups((0, 6), (1, 6), (0, 2), (1, 2), (-1, 2), (2, 6)),
        ]);
        Assert.Equal([3], Assert.Single(timeline.Events, x => x.Kind == SegmentEventKind.Birth).To);
        Assert.Equal([2], Assert.Single(timeline.Events, x => x.Kind == SegmentEventKind.Death).From);
    }

    [Fact]
    public void Track_TrueSegmentsOfTheMarket_FindsThePlantedDeath()
    {
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 800, Items = 96, Seed = 5 });
        var truth = market.Truth;
        var labels = Enumerable.Range(1, 12).Select(month => Enumerable.Range(0, 800).Select(user => truth.SegmentAt(user, month)).ToArray()).ToList();
        var timeline = SegmentTimeline.Track(labels, null, new SegmentTrackingOptions { SizeChange = 0.2 });
        // Half of segment 5 goes to each of two others: neither is more than half, or one is by chance.
        var end = Assert.Single(timeline.Events, x => x.Kind is SegmentEventKind.Death or SegmentEventKind.Merge);
        Assert.Equal((10, 5), (end.Window, end.From[0]));
        Assert.All(Enumerable.Range(1, 5), window => Assert.Equal(0, timeline.ChangedShare(window)));
        Assert.True(timeline.ChangedShare(8) > 0);                    // the migration of month 9
        Assert.Contains(timeline.Events, x => x is { Kind: SegmentEventKind.Growth, Window: 8 } && x.From[0] == 6);
        var moved = timeline.Migration(8);
        var flows = Enumerable.Range(0, 8).SelectMany(from => Enumerable.Range(0, 8).Where(to => from != to && moved[from, to] > 0).Select(to => (from, to)));
        Assert.Equal([(3, 6)], flows);
    }
}
