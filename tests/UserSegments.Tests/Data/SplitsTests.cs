using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class SplitsTests
{
    private static readonly Dataset Toy = Samples.Of("0 0 1", "0 1 2", "1 0 3", "0 2 4", "1 2 5", "2 1 6");

    [Fact]
    public void ByTime_AThird_PutsTheLastThirdInTest()
    {
        var split = Splits.ByTime(Toy, 1.0 / 3);
        Assert.Equal("0:0, 0:1, 1:0, 0:2", Samples.Show(split.Train));
        Assert.Equal("1:2, 2:1", Samples.Show(split.Test));
        Assert.Equal("by time at 2025-01-06 00:00: 4 before, 2 after (33.3 %)", split.Description);
    }

    [Fact]
    public void ByTime_TiesAtTheCut_StayTogetherInTest()
    {
        var split = Splits.ByTime(Samples.Of("0 0 1", "0 1 2", "1 0 2", "1 1 2"), 0.25);
        Assert.Equal("0:0", Samples.Show(split.Train));
        Assert.Equal(3, split.Test.Interactions.Count);
    }

    [Fact]
    public void ByTime_AllAtOnce_SaysWhichPartIsEmpty()
    {
        var error = Assert.Throws<ArgumentException>(() => Splits.ByTime(Samples.Of("0 0 1", "1 0 1"), 0.5));
        Assert.Contains("0 interactions for training", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByTime_WithoutTimes_PointsToAnotherSplit()
    {
        var error = Assert.Throws<ArgumentException>(() => Splits.ByTime(Samples.Of("0 0 -", "1 0 3"), 0.5));
        Assert.Contains("use RandomPerUser", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ByTime_ShareOutOfRange_NamesIt(double share) =>
        Assert.Contains("expected above 0 and below 1", Assert.Throws<ArgumentOutOfRangeException>(() => Splits.ByTime(Toy, share)).Message, StringComparison.Ordinal);

    [Fact]
    public void ByTimePerUser_OneHalf_KeepsAtLeastOneOnEachSide()
    {
        var split = Splits.ByTimePerUser(Toy, 0.5);
        Assert.Equal("0:0, 1:0, 2:1", Samples.Show(split.Train));
        Assert.Equal("0:1, 0:2, 1:2", Samples.Show(split.Test));
    }

    [Fact]
    public void LeaveLastOut_SingleInteraction_StaysInTraining()
    {
        var split = Splits.LeaveLastOut(Toy);
        Assert.Equal("0:2, 1:2", Samples.Show(split.Test));
        Assert.Contains(split.Train.Interactions, x => x.User == 2);
    }

    [Fact]
    public void RandomPerUser_RepeatedItem_LiesOnOneSideOnly()
    {
        var repeated = Samples.Of([.. Enumerable.Range(0, 40).Select(i => $"{i % 4} {i % 7} {i}")]);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var split = Splits.RandomPerUser(repeated, 0.4, seed);
            var train = split.Train.Interactions.Select(x => (x.User, x.Item)).ToHashSet();
            Assert.DoesNotContain(split.Test.Interactions, x => train.Contains((x.User, x.Item)));
            Assert.Equal(40, split.Train.Interactions.Count + split.Test.Interactions.Count);
        }
    }

    [Fact]
    public void RandomPerUser_SameSeed_GivesTheSameSplit()
    {
        Assert.Equal(Samples.Show(Splits.RandomPerUser(Toy, 0.5, 3).Test), Samples.Show(Splits.RandomPerUser(Toy, 0.5, 3).Test));
        Assert.Contains(Enumerable.Range(4, 20), seed =>
            Samples.Show(Splits.RandomPerUser(Toy, 0.5, 3).Test) != Samples.Show(Splits.RandomPerUser(Toy, 0.5, (ulong)seed).Test));
    }

    [Fact]
    public void EverySplit_KeepsUsersItemsAndTheWhole()
    {
        foreach (var split in new[] { Splits.ByTime(Toy, 0.4), Splits.ByTimePerUser(Toy, 0.4), Splits.LeaveLastOut(Toy), Splits.RandomPerUser(Toy, 0.4, 1) })
        {
            Assert.Same(Toy.Users, split.Train.Users);
            Assert.Same(Toy.Items, split.Test.Items);
            Assert.Equal(
                Toy.Interactions.OrderBy(x => x.Time).ToList(),
                [.. split.Train.Interactions.Concat(split.Test.Interactions).OrderBy(x => x.Time)]);
        }
    }
}
