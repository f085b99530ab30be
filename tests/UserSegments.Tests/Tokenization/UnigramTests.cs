using System.Globalization;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class UnigramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unigram").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Encode_Metaspace_TakesTheBestSumOfScores()
    {
        var tokenizer = Build([("<unk>", 0), ("▁", -2), ("▁he", -3), ("llo", -3), ("▁hell", -3.5), ("o", -4), ("▁hello", -7.6)]);
        var tokens = tokenizer.Encode("hello  he😀😀o");
        Assert.Equal(["▁he", "llo", "▁he", "<unk>", "o"], tokens.Tokens);
        Assert.Equal([(0, 2), (2, 5), (7, 9), (9, 13), (13, 14)], tokens.Offsets);
    }

    [Fact]
    public void Encode_RandomScores_IsNoWorseThanAnyCut()
    {
        var rng = new Rng(9);
        var scores = new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = -3, ["b"] = -3.1, ["▁"] = -1 };
        while (scores.Count < 25)
            scores[string.Concat(Enumerable.Range(0, 2 + rng.NextInt(3)).Select(_ => "ab"[rng.NextInt(2)]))] = -2 - 6 * rng.NextDouble();
        var tokenizer = Build([("<unk>", -50), .. scores.Select(pair => (pair.Key, pair.Value))]);
        for (var trial = 0; trial < 200; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + rng.NextInt(12)).Select(_ => "ab"[rng.NextInt(2)]));
            Assert.Equal(Best("▁" + text, scores), tokenizer.Encode(text).Tokens.Sum(token => scores[token]), 1e-9);
        }
    }

    [Fact]
    public void Load_ScoreThatIsNoNumber_IsRefused()
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """{"model": {"type": "Unigram", "unk_id": 7, "vocab": [["a", -1]]}}""");
        Assert.Contains("'unk_id' is 7", Assert.Throws<InvalidDataException>(() => Tokenizer.Load(folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a"]]}}""");
        Assert.Throws<InvalidDataException>(() => Tokenizer.Load(folder));
    }

    /// <summary>Every cut there is, by recursion.</summary>
    private static double Best(string text, Dictionary<string, double> scores) => text.Length == 0
        ? 0
        : Enumerable.Range(1, text.Length).Where(length => scores.ContainsKey(text[..length]))
            .Select(length => scores[text[..length]] + Best(text[length..], scores)).DefaultIfEmpty(double.NegativeInfinity).Max();

    private Tokenizer Build((string Token, double Score)[] vocabulary)
    {
        var list = string.Join(", ", vocabulary.Select(entry => $"[\"{entry.Token}\", {entry.Score.ToString(CultureInfo.InvariantCulture)}]"));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), $$"""
            {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}]},
             "model": {"type": "Unigram", "unk_id": 0, "vocab": [{{list}}]} }
            """);
        return Tokenizer.Load(folder);
    }
}
