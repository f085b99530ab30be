using System.Text;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class NormalizerTests
{
    public static TheoryData<string, string, string> Cases => new()
    {
        { "NFC", "e\u0301a \u1112\u1161\u11AB", "\u00E9a \uD55C" },
        { "NFD", "\u00E9\uD55C", "e\u0301\u1112\u1161\u11AB" },
        { "NFKC", "\uFB01 \u2460 \uFF21", "fi 1 A" },
        { "NFKD", "\u00BD", "1\u20442" },
        { "Lowercase", "\u00C4\u0130\u03A3", "\u00E4i\u0307\u03C3" },
        { "StripAccents", "e\u0301a", "ea" },
        { "Strip", " \t a b \n", "a b" },
        { "Prepend", "ab", "_ab" },
        { "Replace", "a  b", "a_b" },
        { "Nmt", "a\u200Bb\u0001c\td", "a bc d" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_EachNormalizer_GivesItsText(string kind, string text, string expected)
    {
        INormalizer normalizer = kind switch
        {
            "NFC" => new NormalizationForms(NormalizationForm.FormC),
            "NFD" => new NormalizationForms(NormalizationForm.FormD),
            "NFKC" => new NormalizationForms(NormalizationForm.FormKC),
            "NFKD" => new NormalizationForms(NormalizationForm.FormKD),
            "Lowercase" => new CaseNormalizer(),
            "StripAccents" => new AccentNormalizer(),
            "Strip" => new StripNormalizer(true, true),
            "Prepend" => new PrependNormalizer("_"),
            "Replace" => new ReplaceNormalizer(new TextPattern(" {2,}", literal: false, "test"), "_"),
            _ => new NmtNormalizer(),
        };
        var buffer = new TextBuffer();
        buffer.Load(text, 0, text.Length);
        normalizer.Apply(buffer);
        Assert.Equal(expected, buffer.Text.ToString());
        for (var i = 0; i < buffer.Length; i++) Assert.InRange(buffer.Ends[i], buffer.Starts[i], text.Length);
    }

    [Theory]
    [InlineData(SplitBehavior.Isolated, "a|-|-|b|-|c")]
    [InlineData(SplitBehavior.Removed, "a|b|c")]
    [InlineData(SplitBehavior.MergedWithPrevious, "a-|-|b-|c")]
    [InlineData(SplitBehavior.MergedWithNext, "a|-|-b|-c")]
    [InlineData(SplitBehavior.Contiguous, "a|--|b|-|c")]
    public void Split_EveryBehavior_CutsAsDocumented(object behavior, string expected)
    {
        var scratch = new TokenizerScratch();
        scratch.Text.Load("a--b-c", 0, 6);
        scratch.Pieces.Add(new Piece(0, 6));
        new PatternPreTokenizer(new TextPattern("-", literal: true, "test"), (SplitBehavior)behavior, invert: false).Split(scratch);
        Assert.Equal(expected, string.Join('|', scratch.Pieces.Select(piece => scratch.Text.Text[piece.Start..piece.End].ToString())));
    }
}
