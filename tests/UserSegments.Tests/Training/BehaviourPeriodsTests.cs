using UserSegments.Data;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class BehaviourPeriodsTests
{
    private static readonly Tokenizer Letters = Tokenizer.FromWordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "x", "y"]);

    // Person 0 writes a, b, c, d on days 0, 2, 4, 6; person 1 writes nothing on day 1 (item y speaks), then "a" on day 8.
    private static readonly Dataset Diary = new(
        "diary", [new User("0"), new User("1")], [new Item("x", "x"), new Item("y", "y")],
        [Row(0, 0, 0, "a"), Row(1, 1, 1, ""), Row(0, 1, 2, "b"), Row(0, 0, 4, "c"), Row(0, 1, 6, "d"), Row(1, 0, 8, "a")]);

    [Fact]
    public void Histories_GrowWithThePeriods_AndKeepTheLatestTexts()
    {
        var periods = BehaviourPeriods.Of(Diary, Letters, new BehaviourPeriodsOptions { Ends = [0.5, 0.8], TextsPerPerson = 2 });
        Assert.Equal([3, 2, 1], periods.Sizes);
        Assert.Equal(["a y", "b"], [.. periods.Texts.Take(2).Select(Text).Chunk(2).Select(x => string.Join(' ', x)), Text(periods.Texts[2])]);
        Assert.Equal("a b", All(periods.Histories(0)[0], periods));
        Assert.Equal("c d", All(periods.Histories(1)[0], periods));
        Assert.Equal("y a", All(periods.Histories(2)[1], periods));
    }

    [Fact]
    public void Examples_UseOnlyWhatWasWrittenBefore()
    {
        var periods = BehaviourPeriods.Of(Diary, Letters, new BehaviourPeriodsOptions { Ends = [0.5, 0.8], TextsPerExample = 2 });
        Assert.Equal(["a>1"], periods.Examples(0).Select(x => $"{All(x.Texts, periods)}>{x.Item}"));
        Assert.Equal(["a b>0", "b c>1"], periods.Examples(1).Select(x => $"{All(x.Texts, periods)}>{x.Item}"));
        Assert.Equal(["y>0"], periods.Examples(2).Select(x => $"{All(x.Texts, periods)}>{x.Item}"));
        Assert.Empty(periods.Examples(2, user => user == 0));
        Assert.Equal((5, 1), (periods.Future().Train.Interactions.Count, periods.Future().Test.Interactions.Count));
    }

    [Fact]
    public void Of_EmptyPeriodOrWrongEnds_IsRefused()
    {
        Assert.Contains("period 0 of 2", Assert.Throws<ArgumentException>(() => BehaviourPeriods.Of(Diary, Letters, new BehaviourPeriodsOptions { Ends = [0.01] })).Message, StringComparison.Ordinal);
        Assert.Contains("0.8, 0.6", Assert.Throws<ArgumentException>(() => new BehaviourPeriodsOptions { Ends = [0.8, 0.6] }).Message, StringComparison.Ordinal);
    }

    private static string Text(int[] ids) => string.Join(' ', ids[1..^1].Select(Letters.IdToToken));

    private static string All(int[] texts, BehaviourPeriods periods) => string.Join(' ', texts.Select(text => Text(periods.Texts[text])));

    private static Interaction Row(int user, int item, int day, string text) =>
        new(user, item, InteractionKind.Review, 5, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day), text);
}
