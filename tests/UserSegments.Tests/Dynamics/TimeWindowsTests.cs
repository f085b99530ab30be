using UserSegments.Data;
using UserSegments.Dynamics;

namespace UserSegments.Tests.Dynamics;

public sealed class TimeWindowsTests
{
    private static readonly DateTime Start = new(2025, 1, 20, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Dataset Toy = new(
        "toy", [new User("a")], [new Item("i", "i")],
        [.. new int?[] { null, 0, 11, 12, 70 }.Select(day => new Interaction(0, 0, InteractionKind.Click, 1, day is null ? null : Start.AddDays(day.Value), ""))]);

    [Fact]
    public void Calendar_Months_CutAtTheFirstAndKeepEmptyOnes()
    {
        var windows = TimeWindows.Calendar(Toy);
        Assert.Equal([2, 1, 1], windows.Select(x => x.Interactions.Count));
        Assert.Equal(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc), windows[0].Start);
        Assert.Equal(4, windows.Sum(x => x.Interactions.Count));
        Assert.All(windows, window => Assert.All(window.Interactions, x => Assert.True(x.Time >= window.Start && x.Time < window.End)));
    }

    [Fact]
    public void Sliding_StepShorterThanLength_Overlaps()
    {
        var windows = TimeWindows.Sliding(Toy, TimeSpan.FromDays(12), TimeSpan.FromDays(6));
        Assert.Equal([2, 2, 1], windows.Take(3).Select(x => x.Interactions.Count));
        Assert.Equal(Start.AddDays(6), windows[1].Start);
    }

    [Fact]
    public void ByCount_Three_HasARest() => Assert.Equal([3, 1], TimeWindows.ByCount(Toy, 3).Select(x => x.Interactions.Count));

    [Fact]
    public void Calendar_NoTimes_SaysSo() =>
        Assert.Contains("no interaction with a time", Assert.Throws<ArgumentException>(() => TimeWindows.Calendar(new Dataset("x", [], [], []))).Message, StringComparison.Ordinal);
}
