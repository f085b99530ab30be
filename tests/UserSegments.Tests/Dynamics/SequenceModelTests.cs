using UserSegments.Data;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class SequenceModelTests
{
    private static readonly SequenceModelOptions Small = new() { Width = 16, Layers = 1, Length = 7, Dropout = 0, Passes = 60, BatchSize = 16, Repeats = true, LearningRate = 0.02, Seed = 1 };

    [Fact]
    public void Fit_WhoGoesRoundACircle_IsForetoldExactly()
    {
        // Item i is followed by i + 1, or by i - 1 for those who go the other way: what comes next takes two items to tell.
        var train = Circle(24, 6, 7);
        var scorer = new SequenceModel(Small).Train(train);
        var scores = new float[6];
        foreach (var own in train.Interactions.GroupBy(x => x.User))
        {
            var (last, before) = (own.Last().Item, own.ElementAt(own.Count() - 2).Item);
            scorer.Score(own.Key, scores);
            Assert.Equal((2 * last - before + 6) % 6, Array.IndexOf(scores, scores.Max()));
        }
        Assert.Equal((24, 16), (scorer.Users.Rows, scorer.Users.Columns));
    }

    [Fact]
    public void For_OtherHistories_ServesThemWithoutLearning()
    {
        var scorer = new SequenceModel(Small).Train(Circle(24, 6, 7));
        var (scores, alone) = (new float[6], new float[6]);
        scorer.For(Data([(0, 4, 0), (0, 5, 1), (0, 0, 2)], 2, 6)).Score(0, scores);
        Assert.Equal(1, Array.IndexOf(scores, scores.Max()));
        scorer.For(Data([], 1, 6)).Score(0, alone);                           // nothing is known: the state before the first item
        Assert.All(alone, x => Assert.True(float.IsFinite(x)));
        Assert.Throws<ArgumentException>(() => scorer.For(Data([], 1, 5)));
    }

    [Fact]
    public void Fit_HalfLife_LearnsThePresent()
    {
        // For a year item 0 came first, lately item 1.
        var past = Enumerable.Range(0, 40).Select(u => (u, 0, u)).Concat(Enumerable.Range(40, 20).Select(u => (u, 1, 400 + u)));
        var scores = new float[3];
        foreach (var (days, first) in new (double?, int)[] { (null, 0), (20, 1) })
        {
            new SequenceModel(Small with { Passes = 30, HalfLifeDays = days }).Fit(Data(past, 61, 3)).Score(60, scores);
            Assert.Equal(first, Array.IndexOf(scores, scores.Max()));
        }
    }

    [Fact]
    public void Continue_WhatChangedSince_IsLearned()
    {
        // For a year item 0 came first, since then item 1; the model of the past stays as it was.
        var model = new SequenceModel(Small with { HalfLifeDays = 20, LaterPasses = 30 });
        var (past, now) = (Enumerable.Range(0, 40).Select(u => (u, 0, u)), Enumerable.Range(40, 20).Select(u => (u, 1, 400 + u)));
        var before = model.Train(Data(past, 61, 3));
        var bits = before.Users.Values.ToArray();
        var scores = new float[3];
        foreach (var (scorer, first) in new[] { (before, 0), (model.Continue(before, Data(past.Concat(now), 61, 3)), 1) })
        {
            scorer.Score(60, scores);
            Assert.Equal(first, Array.IndexOf(scores, scores.Max()));
        }
        Assert.Equal(bits, before.For(Data(past, 61, 3)) is SequenceScorer same ? same.Users.Values : []);
        Assert.Contains("before", Assert.Throws<ArgumentException>(() => model.Continue(before, Data(past, 61, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithoutRepeats_ReadsEachItemWhereItWasFirst()
    {
        (int, int, int)[] once = [(0, 2, 0), (0, 1, 3), (0, 0, 5)], again = [.. once, (0, 2, 1), (0, 1, 9)];
        float[] Run(IEnumerable<(int, int, int)> events, bool repeats) => new SequenceModel(Small with { Passes = 2, Repeats = repeats }).Train(Data(events, 1, 3)).Users.Values;
        Assert.Equal(Run(once, true), Run(again, false));
        Assert.NotEqual(Run(once, true), Run(again, true));
    }

    [Fact]
    public void Fit_AnyThreadCount_GivesTheSameBits()
    {
        float[] Run(int threads)
        {
            using var scope = Blocks.UseThreads(threads);
            return new SequenceModel(Small with { Passes = 2, Dropout = 0.2 }).Train(Circle(12, 6, 5)).Users.Values;
        }
        Assert.Equal(Run(1), Run(3));
    }

    [Fact]
    public void Fit_WithoutTimes_IsRefused()
    {
        var data = new Dataset("x", [new User("u")], [new Item("i", "i")], [new Interaction(0, 0, InteractionKind.Click, 1, null, "")]);
        Assert.Contains("without a time", Assert.Throws<ArgumentException>(() => new SequenceModel().Fit(data)).Message, StringComparison.Ordinal);
    }

    private static Dataset Circle(int users, int items, int length) => Data(
        Enumerable.Range(0, users).SelectMany(u => Enumerable.Range(0, length).Select(t => (u, ((u + (u % 2 == 0 ? t : -t)) % items + items) % items, t))), users, items);

    private static Dataset Data(IEnumerable<(int User, int Item, int Day)> events, int users, int items) => new(
        "toy", [.. Enumerable.Range(0, users).Select(u => new User($"u{u}"))], [.. Enumerable.Range(0, items).Select(i => new Item($"i{i}", $"i{i}"))],
        events.Select(e => new Interaction(e.User, e.Item, InteractionKind.Click, 1, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(e.Day), "")));
}
