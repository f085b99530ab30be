using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Dynamics;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Recommendation;

namespace UserSegments.Tests.Dynamics;

public sealed class FollowingTests
{
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Follow_EventsOfTwoWindows_EndInTheDecayedMean()
    {
        var windows = TimeWindows.Calendar(Tiny([(0, 0, 0), (0, 1, 31), (1, 0, 2)]));
        var users = UsersInTime.Follow(windows, 3, Matrix.FromRows([[1, 0], [0, 1], [0, 1]]), TimeSpan.FromDays(31));
        Assert.Equal([0, 1], users[1].Present);
        var (x, y) = (users[1].Vectors[0, 0], users[1].Vectors[0, 1]);
        Assert.Equal(0.5, x / y, 1e-5);                                      // one half-life between the two events
        Assert.Equal(1, x * x + y * y, 1e-5);
        Assert.Equal([7, 8, -1], users[1].ForAllUsers([7, 8]));
    }

    [Fact]
    public void Follow_LongSilent_IsNotPresent()
    {
        var windows = TimeWindows.Calendar(Tiny([(0, 0, 0), (1, 0, 200)]));
        Assert.Equal([1], UsersInTime.Follow(windows, 2, Matrix.FromRows([[1], [1]]), TimeSpan.FromDays(30))[^1].Present);
    }

    [Fact]
    public void Follower_PeopleMove_PlacesThemWithoutRegrouping()
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 2, Seed = 1 } });
        var first = follower.Next(At([1, 0], [1, 0.1f], [0, 1], [0.1f, 1]));
        var second = follower.Next(At([1, 0], [0, 1], [0, 1], [0.1f, 1]));
        Assert.Equal(first[2], second[1]);
        Assert.Equal(first[0], second[0]);
        Assert.Equal([0], follower.Regrouped);
        Assert.Equal(first[2], follower.Place([0.2f, 0.9f]));
    }

    [Fact]
    public void Follower_OnDrift_RegroupsAtTheWindowAfterTheAlarm()
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 2, Seed = 1 }, Regrouping = Regrouping.OnDrift, Detector = () => new PageHinkley(0.01, 1, 5) });
        follower.Next(At([1, 0], [1, 0.1f], [0, 1], [0.1f, 1]));
        follower.Next(At([1, 0], [1, 0.1f], [0, 1], [0.1f, 1]));
        Assert.Equal([0], follower.Regrouped);
        for (var i = 0; i < 40; i++) follower.Observe(0, i < 20 ? [1, 0] : [-1, 0]);
        Assert.NotEmpty(follower.Alarms);
        follower.Next(At([-1, 0], [-1, 0.1f], [0, 1], [0.1f, 1]));
        Assert.Equal([0, 2], follower.Regrouped);
    }

    [Fact]
    public void Follower_Margin_KeepsWhoIsHardlyNearerElsewhere()
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 2, Seed = 1 }, Margin = 0.5 });
        var first = follower.Next(At([1, 0], [1, 0], [0, 1], [0, 1]));
        var second = follower.Next(At([0.45f, 0.55f], [0.1f, 0.9f], [0, 1], [0, 1]));
        Assert.Equal(first[0], second[0]);                                    // 0.6 against 0.4: nearer by a third of the squared distance and a half
        Assert.Equal(first[2], second[1]);
    }

    [Theory]
    [InlineData(Regrouping.EveryWindow)]
    [InlineData(Regrouping.Smoothed)]
    public void Follower_RegroupedWithoutChange_KeepsEveryNumber(Regrouping regrouping)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 3, Seed = 4 }, Regrouping = regrouping });
        var users = At([1, 0], [1, 0.1f], [0, 1], [0.1f, 1], [-1, 0], [-1, 0.1f]);
        var first = follower.Next(users);
        for (var w = 0; w < 4; w++) Assert.Equal(first, follower.Next(users));
        Assert.Equal(5, follower.Regrouped.Count);
    }

    [Fact]
    public void Follower_NotYetGrouped_SaysSo() =>
        Assert.Throws<InvalidOperationException>(() => new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 2 } }).Place([1, 0]));

    [Fact]
    public void Prequential_EveryWindow_SeesOnlyThePast()
    {
        var data = Tiny([(0, 0, 0), (1, 1, 3), (0, 1, 40), (1, 2, 41), (0, 2, 70), (1, 0, 71)]);
        var windows = TimeWindows.Calendar(data);
        var seen = new List<(int, int)>();
        var report = Prequential.Run(data, windows, 1, [("popularity", (w, past) =>
        {
            seen.Add((w, past.Interactions.Count));
            Assert.All(past.Interactions, x => Assert.True(x.Time < windows[w].Start));
            return new Popularity().Fit(past);
        })]);
        Assert.Equal([(1, 2), (2, 4)], seen);
        Assert.Equal(2, report.People);
        Assert.Equal([1, 2], report.Windows);
    }

    [Fact]
    public void Prequential_TwoMethods_AreComparedOnTheSamePeople()
    {
        var data = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 120, Items = 80, Seed = 3 }).Dataset;
        var report = Prequential.Run(data, TimeWindows.Calendar(data), 9, [("a", (_, past) => new Popularity().Fit(past)), ("b", (_, past) => new ItemNeighbours().Fit(past))]);
        Assert.Equal(0, report.Compare("a", "a").Difference.Value);
        Assert.Equal(report.Mean("b").Value - report.Mean("a").Value, report.Compare("b", "a").Difference.Value, 1e-12);
        Assert.Contains("\"c\"", Assert.Throws<ArgumentException>(() => report.PerWindow("c")).Message, StringComparison.Ordinal);
        Assert.Contains("difference from a", report.Against("a").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EventVectors_OfWrittenAndUnwritten_HaveLengthOne()
    {
        var data = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 60, Items = 60, Seed = 3 }).Dataset;
        var space = TextSpace.Fit(data, new TextSpaceOptions { Dimensions = 8 });
        var vectors = EventVectors.Of(space, data.Interactions);
        Assert.Equal(data.Interactions.Count, vectors.Rows);
        for (var i = 0; i < vectors.Rows; i++) Assert.Equal(1, Math.Sqrt(vectors.Row(i).ToArray().Sum(x => (double)x * x)), 1e-4);
        var silent = data.Interactions.ToList().FindIndex(x => x.Text.Length == 0);
        Assert.Equal(space.Items.Row(data.Interactions[silent].Item).ToArray(), vectors.Row(silent).ToArray().Select(x => x), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void TermTrend_WordsOfTwoWindows_RiseAndFall()
    {
        var data = new Dataset("t", [.. Enumerable.Range(0, 40).Select(i => new User($"u{i}"))], [new Item("i", "item")], [.. Enumerable.Range(0, 40).SelectMany(u => new[]
        {
            new Interaction(u, 0, InteractionKind.Review, 5, Start.AddDays(1), "coffee every morning"),
            new Interaction(u, 0, InteractionKind.Review, 5, Start.AddDays(40), u < 30 ? "books every morning" : "coffee every morning"),
        })]);
        var ids = new[] { new int[40], new int[40] };
        var trends = TermTrend.Of(TimeWindows.Calendar(data), ids, 0, x => x.Text, 2);
        Assert.Equal("books", trends[0].Term);
        Assert.Equal([0, 0.75], trends[0].Shares);
        Assert.Equal("coffee", trends[^1].Term);
        Assert.Equal(-0.75, trends[^1].Change, 1e-12);
        Assert.Empty(TermTrend.Of(TimeWindows.Calendar(data), ids, 1, x => x.Text));
    }

    [Fact]
    public void FalseAlarmRate_NumbersWithMemory_NeedsBlocks()
    {
        // Each number leans on the one before: sums wander farther than those of independent numbers.
        double[] Series(ulong seed, int count)
        {
            var (rng, x) = (new Rng(seed), 0.0);
            return [.. Enumerable.Range(0, count).Select(_ => x = 0.9 * x + 0.1 * rng.NextGaussian())];
        }
        var reference = Series(1, 4000);
        IDriftDetector Make() => new PageHinkley(0.01, 6);
        var (alone, blocks) = (DriftCalibration.FalseAlarmRate(Make, reference, 200, 600, 1), DriftCalibration.FalseAlarmRate(Make, reference, 200, 600, 1, 100, 6));
        var (held, watcher) = (Series(2, 600 * 200), Make());
        var truth = held.Chunk(200).Count(stretch => stretch.Sum(x => watcher.Add(x) ? 1 : 0) > 0) / 600.0;
        Assert.True(alone < 0.2 * truth, $"{alone} by independent draws, {truth} in truth");
        Assert.InRange(blocks / truth, 0.6, 1.5);
    }

    [Fact]
    public void Calibration_ChosenSetting_StaysWithinTheRate()
    {
        var rng = new Rng(1);
        double[] calm = [.. Enumerable.Range(0, 400).Select(_ => rng.NextDouble())];
        double[] settings = [0.5, 1, 2, 4, 8, 16, 32];
        var (setting, rate) = DriftCalibration.Choose(s => new PageHinkley(0.01, s), settings, calm, 200, 0.05, 200);
        Assert.InRange(rate, 0, 0.05);
        var looser = settings[Array.IndexOf(settings, setting) - 1];
        Assert.True(DriftCalibration.FalseAlarmRate(() => new PageHinkley(0.01, looser), calm, 200, 200) > 0.05);
        using var _ = Blocks.UseThreads(1);
        Assert.Equal((setting, rate), DriftCalibration.Choose(s => new PageHinkley(0.01, s), settings, calm, 200, 0.05, 200));
    }

    private static UsersInTime At(params float[][] rows) => new(Start, Matrix.FromRows(rows), [.. Enumerable.Range(0, rows.Length)]);

    private static Dataset Tiny((int User, int Item, int Day)[] events) => new(
        "tiny", [new User("a"), new User("b"), new User("c")], [.. Enumerable.Range(0, 3).Select(i => new Item($"i{i}", $"item {i}"))],
        events.Select(e => new Interaction(e.User, e.Item, InteractionKind.Purchase, 1, Start.AddDays(e.Day), "")));
}
