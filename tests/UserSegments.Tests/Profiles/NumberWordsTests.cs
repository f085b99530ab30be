using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class NumberWordsTests
{
    [Theory]
    [InlineData(0, "zero", "零")]
    [InlineData(12, "twelve", "十二")]
    [InlineData(24, "twenty-four", "二十四")]
    [InlineData(105, "one hundred five", "一百零五")]
    [InlineData(110, "one hundred ten", "一百一十")]
    [InlineData(2025, "two thousand twenty-five", "二千零二十五")]
    [InlineData(10010, "ten thousand ten", "一万零一十")]
    public void Words_OfANumber_AreThoseOfTheTable(int number, string english, string chinese)
    {
        Assert.Equal(english, NumberWords.English(number));
        Assert.Equal(chinese, NumberWords.Chinese(number));
    }

    [Fact]
    public void Words_OfEveryNumber_ReadBackAsItself()
    {
        foreach (var number in Enumerable.Range(0, 1200).Concat([9_999, 10_000, 20_305, 100_000, 123_456, 999_999]))
        {
            Assert.Equal([number], NumberWords.In($"so {NumberWords.English(number)} of"));
            Assert.Equal([number], NumberWords.In($"共{NumberWords.Chinese(number)}件"));
        }
    }

    [Fact]
    public void Numbers_InASentence_AreAllFound() =>
        Assert.Equal([9, 24, 4.5, 1200], NumberWords.In("Nine of twenty-four, rated 4.5 by 1,200."));

    [Fact]
    public void Numbers_ThatAreNone_AreMarked() => Assert.Equal([-1.0], NumberWords.In("two three"));
}
