using UserSegments.Text;

namespace UserSegments.Tests.Text;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("I don't LIKE it.", "i|don't|like|it")]
    [InlineData("rock 'n' roll", "rock|n|roll")]
    [InlineData("it’s", "it's")]
    [InlineData("性价比高", "性价|价比|比高")]
    [InlineData("很", "很")]
    [InlineData("买了iPhone手机，好", "买了|iphone|手机|好")]
    [InlineData("𠀀𠀁", "𠀀𠀁")]
    [InlineData("naïve café Ärger", "naïve|café|ärger")]
    [InlineData("", "")]
    [InlineData("!!! ...", "")]
    public void Split_AText_GivesItsWords(string text, string expected) => Assert.Equal(expected, string.Join('|', WordSplitter.Split(text)));

    [Fact]
    public void Terms_StopWordsNumbersAndShortWords_AreDropped() =>
        Assert.Equal(["grinder", "loud", "咖啡"], new TermCounter().Terms("The grinder is 42 x LOUD 我们 了的 咖啡"));
}
