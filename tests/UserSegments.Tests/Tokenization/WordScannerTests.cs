using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

/// <summary>The words of byte-level BPE, scanned, against the regular expressions that define them.</summary>
public sealed class WordScannerTests
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Gpt4 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    [Theory]
    [InlineData(Gpt2)]
    [InlineData(Gpt4)]
    [InlineData(Qwen2)]
    public void Find_RandomText_CutsAsTheExpression(string expression)
    {
        string[] parts = [" ", "  ", "\t", "\r", "\n", "\u3000", "'", "'s", "'LL", "'re", "'v", "a", "Zé", "世", "1", "½", "٣", "!", "—", "\u0301", "\u200D", "\U0001F600", "\U00020000", "\U0001D7CE", "\U0001D49C", "\uFFFD", "\uFFFF", "\u0085"];
        var (rng, pattern) = (new Rng(5), new TextPattern(expression, literal: false, "test"));
        Assert.NotNull(WordScanner.For(expression));
        for (var trial = 0; trial < 6000; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + rng.NextInt(9)).Select(_ => rng.NextInt(9) == 0 && (char)rng.NextInt(0xD800) is var any ? any.ToString() : parts[rng.NextInt(parts.Length)]));
            List<Piece> scanned = [], matched = [];
            pattern.Find(text, 3, scanned);
            pattern.Match(text, 3, matched);
            Assert.True(scanned.SequenceEqual(matched), $"trial {trial}: {string.Join(' ', text.Select(c => $"{(int)c:X4}"))}: {string.Join(' ', scanned)} for {string.Join(' ', matched)}");
        }
    }

    [Fact]
    public void For_AnotherPattern_IsNone() => Assert.Null(WordScanner.For(@"\w+"));

    [Fact]
    public void Normalize_TextWithTheNoncharacterFffe_IsNotRefused() =>
        Assert.Equal("\u00E9\uFFFE\u00E9\uFFFE", UnicodeForms.Normalize("e\u0301\uFFFEe\u0301\uFFFE", System.Text.NormalizationForm.FormC));
}
