using FsCheck;
using FsCheck.Fluent;
using UserSegments.Text;

namespace UserSegments.Tests.Text;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("plain text stays", "plain text stays")]
    [InlineData("<p>Great <b>pan</b>!</p><script>alert('x')</script>", "Great pan !")]
    [InlineData("Tom &amp; Jerry &lt;3", "Tom & Jerry <3")]
    [InlineData("see https://example.org/a?b=c#d now", "see now")]
    [InlineData("see www.example.org, ok", "see ok")]
    [InlineData("ｆｕｌｌ　width ﬁne ½", "full width fine 1⁄2")]
    [InlineData("  many\t\r\n blanks\u0000 ", "many blanks")]
    [InlineData("5 < 6 and 7 > 6", "5 < 6 and 7 > 6")]
    [InlineData("", "")]
    public void Clean_AText_GivesItsPlainForm(string text, string expected) => Assert.Equal(expected, new TextCleaner().Clean(text));

    // Attributes are stored as UTF-8 and cannot hold a lone surrogate.
    [Fact]
    public void Clean_ABrokenSurrogate_BecomesABlank() => Assert.Equal("broken surrogate", new TextCleaner().Clean("broken \ud83d surrogate"));

    [Theory]
    [InlineData(EmojiHandling.Keep, "love it 😍👍🏽!")]
    [InlineData(EmojiHandling.Name, "love it smiling face with heart eyes thumbs up !")]
    [InlineData(EmojiHandling.Remove, "love it !")]
    public void Clean_Emoji_AreHandledAsAsked(EmojiHandling handling, string expected) =>
        Assert.Equal(expected, new TextCleaner(new TextCleanerOptions { Emoji = handling }).Clean("love it 😍👍🏽!"));

    [Fact]
    public void Clean_AnyString_IsIdempotentAndNeverThrows()
    {
        var cleaner = new TextCleaner(new TextCleanerOptions { Emoji = EmojiHandling.Name });
        Prop.ForAll<string>(text =>
        {
            var once = cleaner.Clean(text ?? "");
            return cleaner.Clean(once) == once;
        }).QuickCheckThrowOnFailure();
    }
}
