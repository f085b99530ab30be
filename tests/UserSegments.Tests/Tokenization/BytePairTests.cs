using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class BytePairTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bpe").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Encode_ByteLevel_CutsAsGpt2DoesAndKeepsOffsets()
    {
        var tokenizer = Build(["h e", "l l", "he ll", "hell o", "Ġ w", "Ġ hello"]);
        var tokens = tokenizer.Encode("hello hello w");
        Assert.Equal(["hello", "Ġhello", "Ġw"], tokens.Tokens);
        Assert.Equal([(0, 5), (5, 11), (11, 13)], tokens.Offsets);
    }

    [Theory]
    [InlineData("I'm it's", "I|'m| it|'s")]
    [InlineData("a  b   ", "a| | b|   ")]
    [InlineData("x12 3!?", "x|12| 3|!?")]
    [InlineData("a\n\nb", "a|\n|\n|b")]
    [InlineData("𝒜𝒷1", "𝒜𝒷|1")]
    public void Split_Gpt2Pattern_CutsByCodePoints(string text, string expected)
    {
        var scratch = new TokenizerScratch();
        scratch.Text.Load(text, 0, text.Length);
        scratch.Pieces.Add(new Piece(0, text.Length));
        new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: true).Split(scratch);
        var pieces = scratch.Pieces.Select(piece => text[scratch.Text.Starts[piece.Start]..scratch.Text.Ends[piece.End - 1]]);
        Assert.Equal(expected, string.Join('|', pieces));
    }

    [Fact]
    public void Encode_RandomMerges_EqualsTheObviousLoop()
    {
        // Merges over the letters a to c, each made of tokens that exist by then.
        var rng = new Rng(11);
        List<string> tokens = ["a", "b", "c"];
        List<(string, string)> merges = [];
        while (merges.Count < 60)
        {
            var (left, right) = (tokens[rng.NextInt(tokens.Count)], tokens[rng.NextInt(tokens.Count)]);
            if (tokens.Contains(left + right)) continue;
            tokens.Add(left + right);
            merges.Add((left, right));
        }
        var tokenizer = Build(merges.Select(merge => $"{merge.Item1} {merge.Item2}").ToArray());
        for (var trial = 0; trial < 300; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + rng.NextInt(trial % 10 == 0 ? 200 : 40)).Select(_ => "abc"[rng.NextInt(3)]));
            Assert.Equal(Obvious(text, merges), tokenizer.Encode(text).Tokens);
        }
    }

    [Fact]
    public void Encode_MegabyteWord_EndsQuickly()
    {
        var tokenizer = Build(["a a", "aa aa", "aaaa aaaa"]);
        var tokens = tokenizer.Encode(new string('a', 1 << 20));
        Assert.Equal(1 << 17, tokens.Count);
        Assert.All(tokens.Offsets, offset => Assert.Equal(8, offset.End - offset.Start));
    }

    [Theory]
    [InlineData("""["a"]""", "expected two parts")]
    [InlineData("""["a zz"]""", "merge 0 joins 'a' and 'zz', but zz is not in the vocabulary")]
    public void Load_BrokenMerges_NamesFileAndMerge(string merges, string reason)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(path, $$$"""{"model": {"type": "BPE", "vocab": {"a": 0, "z": 1}, "merges": {{{merges}}} } }""");
        var error = Assert.Throws<InvalidDataException>(() => Tokenizer.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The definition: as long as any pair can merge, merge the leftmost of the best rank.</summary>
    private static List<string> Obvious(string text, List<(string, string)> merges)
    {
        var parts = text.Select(c => c.ToString()).ToList();
        while (true)
        {
            var (best, place) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < parts.Count; i++)
            {
                var rank = merges.IndexOf((parts[i], parts[i + 1]));
                if (rank >= 0 && rank < best) (best, place) = (rank, i);
            }
            if (place < 0) return parts;
            parts[place] += parts[place + 1];
            parts.RemoveAt(place + 1);
        }
    }

    /// <summary>A folder with vocab.json and merges.txt: all bytes, and what the merges make.</summary>
    private Tokenizer Build(string[] merges)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var c in ByteLevelPreTokenizer.Visible) vocabulary[c.ToString()] = vocabulary.Count;
        foreach (var merge in merges) vocabulary.TryAdd(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(vocabulary));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', merges) + "\n");
        return Tokenizer.Load(folder);
    }
}
