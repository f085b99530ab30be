using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class WordPieceTests
{
    private static readonly string[] Pieces =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "want", "##ed", "hello", "!", ",", "世", "界", "cafe", "i", "e"];

    private static Tokenizer Small { get; } = Tokenizer.FromWordPieces(Pieces);

    [Fact]
    public void Encode_WordOfThreePieces_TakesTheLongestEachTime()
    {
        var tokens = Small.Encode("unaffable");
        Assert.Equal(["[CLS]", "un", "##aff", "##able", "[SEP]"], tokens.Tokens);
        Assert.Equal([2, 5, 6, 7, 3], tokens.Ids);
        Assert.Equal([(0, 0), (0, 2), (2, 5), (5, 9), (0, 0)], tokens.Offsets);
        Assert.Equal([true, false, false, false, true], tokens.IsSpecial);
    }

    [Theory]
    [InlineData("HÉLLO, Wanted!", "hello , want ##ed !")]
    [InlineData("Hello,hello", "hello , hello")]
    [InlineData("hello世界", "hello 世 界")]
    [InlineData("Cafe\u0301 CAFÉ", "cafe cafe")]
    [InlineData("he\u0000l\u200Blo\thello", "hello hello")]
    [InlineData("[MASK] wanted[SEP]", "[MASK] want ##ed [SEP]")]
    [InlineData("hello \uD800", "hello")]
    [InlineData("", "")]
    public void Encode_Text_GivesTheTokens(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Small.Encode(text, addSpecialTokens: false).Tokens));

    [Fact]
    public void Encode_AccentsAndIdeographs_OffsetsPointIntoTheSource()
    {
        var tokens = Small.Encode("Cafe\u0301 世!", addSpecialTokens: false);
        Assert.Equal([(0, 4), (6, 7), (7, 8)], tokens.Offsets);
    }

    [Fact]
    public void Encode_WordOver100Characters_IsUnknown()
    {
        Assert.Equal(["[UNK]"], Small.Encode(new string('e', 101), addSpecialTokens: false).Tokens);
        Assert.Equal(["[UNK]"], Small.Encode("e" + new string('x', 5), addSpecialTokens: false).Tokens);
    }

    [Theory]
    [InlineData(3, "[CLS] un [SEP]")]
    [InlineData(4, "[CLS] un ##aff [SEP]")]
    [InlineData(5, "[CLS] un ##aff ##able [SEP]")]
    [InlineData(6, "[CLS] un ##aff ##able [SEP]")]
    public void Encode_Truncated_KeepsTheSpecialTokens(int limit, string expected) =>
        Assert.Equal(expected, string.Join(' ', Small.WithMaxTokens(limit).Encode("unaffable").Tokens));

    [Fact]
    public void Encode_Pair_NumbersTheSegments()
    {
        var pair = Small.Encode("hello", "wanted");
        Assert.Equal(["[CLS]", "hello", "[SEP]", "want", "##ed", "[SEP]"], pair.Tokens);
        Assert.Equal([0, 0, 0, 1, 1, 1], pair.TypeIds);
        Assert.Equal(["[CLS]", "hello", "[SEP]", "want", "[SEP]"], Small.WithMaxTokens(5).Encode("hello", "wanted").Tokens);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void EncodeBatch_AnyThreadCount_EqualsOneByOne(int threads)
    {
        using var scope = UserSegments.Numerics.Blocks.UseThreads(threads);
        var texts = Enumerable.Range(0, 300).Select(i => string.Join(' ', Enumerable.Repeat("unaffable hello", i % 7))).ToArray();
        var batch = Small.EncodeBatch(texts);
        Assert.Equal(texts.Length, batch.Count);
        for (var i = 0; i < texts.Length; i++) Assert.Equal(Small.Encode(texts[i]).Ids, batch.Sequence(i).ToArray());
    }

    [Fact]
    public void WithMaxTokens_NoRoomForText_NamesTheValue() =>
        Assert.Contains("count is 2, expected at least 3", Assert.Throws<ArgumentOutOfRangeException>(() => Small.WithMaxTokens(2)).Message, StringComparison.Ordinal);

    [Fact]
    public void TokenToId_ThereAndBack_Agrees()
    {
        Assert.Equal(6, Small.TokenToId("##aff"));
        Assert.Equal("##aff", Small.IdToToken(6));
        Assert.Null(Small.TokenToId("nowhere"));
        Assert.Null(Small.IdToToken(99));
    }
}
