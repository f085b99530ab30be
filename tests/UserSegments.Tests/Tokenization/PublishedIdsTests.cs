using System.Text.Json;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

/// <summary>Ids that public libraries publish in their own tests, on the toy vocabularies given there; those on whole vocabularies stand in tests/Benchmarks/peers/tokenizers.</summary>
public sealed class PublishedIdsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("published").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>huggingface/transformers, tests/models/bert/test_tokenization_bert.py: test_full_tokenizer and test_wordpiece_tokenizer.</summary>
    [Fact]
    public void WordPiece_TransformersBertTest_GivesItsIds()
    {
        string[] pieces = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "low", "lowest"];
        var tokenizer = Tokenizer.FromWordPieces(pieces);
        Assert.Equal([9, 6, 7, 12, 10, 11], tokenizer.Encode("UNwant\u00E9d,running", addSpecialTokens: false).Ids);
        Assert.Equal(["un", "##want", "##ed", "runn", "##ing"], tokenizer.Encode("unwanted running", addSpecialTokens: false).Tokens);
        Assert.Equal(["[UNK]", "runn", "##ing"], tokenizer.Encode("unwantedX running", addSpecialTokens: false).Tokens);
        Assert.Empty(tokenizer.Encode(string.Empty, addSpecialTokens: false).Ids);
    }

    /// <summary>huggingface/transformers, tests/models/gpt2/test_tokenization_gpt2.py: test_full_tokenizer.</summary>
    [Fact]
    public void ByteLevel_TransformersGpt2Test_GivesItsIds()
    {
        string[] vocabulary = ["l", "o", "w", "e", "r", "s", "t", "i", "d", "n", "Ġ", "Ġl", "Ġn", "Ġlo", "Ġlow", "er", "Ġlowest", "Ġnewer", "Ġwider", "<unk>", "<|endoftext|>"];
        var tokenizer = Build(vocabulary, ["Ġ l", "Ġl o", "Ġlo w", "e r"], """{"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": true}""");
        Assert.Equal([14, 15, 10, 9, 3, 2, 15], tokenizer.Encode("lower newer").Ids);
    }

    /// <summary>huggingface/transformers, tests/models/qwen2/test_tokenization_qwen2.py: test_python_full_tokenizer and test_slow_tokenizer_token_with_number_sign.</summary>
    [Fact]
    public void ByteLevel_TransformersQwen2Test_GivesItsIds()
    {
        // GPT-2's order of the 256 bytes: those with a printable form first.
        bool Printable(int b) => b is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 and <= 255;
        var bytes = Enumerable.Range(0, 256).Where(Printable).Select(b => ((char)b).ToString())
            .Concat(Enumerable.Range(0, 256).Where(b => !Printable(b)).Select((_, i) => ((char)(256 + i)).ToString()));
        string[] more = ["Ġl", "Ġn", "Ġlo", "Ġlow", "er", "Ġlowest", "Ġnewer", "Ġwider", "01", ";}", ";}Ċ", "Ïĵ", "Ġ#", "##"];
        string[] merges = ["Ġ l", "Ġl o", "Ġlo w", "e r", "0 1", "; }", ";} Ċ", "Ï ĵ", "Ġ #", "# #"];
        var tokenizer = Build([.. bytes, .. more], merges, """{"tokenizer_class": "Qwen2Tokenizer", "added_tokens_decoder": {"270": {"content": "<|endoftext|>", "special": true}}}""");
        Assert.Equal([75, 78, 86, 260, 259, 260, 220, 77, 68, 86, 260, 220, 15, 16, 15, 266, 270, 267], tokenizer.Encode("lower lower newer 010;}\n<|endoftext|>\u03d2\u0301").Ids);
        Assert.Equal([268, 269], tokenizer.Encode(" ###").Ids);
    }

    /// <summary>huggingface/tokenizers, tokenizers/src/models/unigram/model.rs: the example of Unigram.encode.</summary>
    [Fact]
    public void Unigram_TokenizersExample_GivesItsTokens()
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), """
            {"model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", 0.0], ["b", 0.0], ["c", 0.0], ["d", 0.0], ["cd", 1.0], ["ab", 2.0], ["abc", 5.0], ["abcd", 10.0]]}}
            """);
        Assert.Equal([8, 1, 5, 0], Tokenizer.Load(folder).Encode("abcdacdxx").Ids);
    }

    private Tokenizer Build(string[] vocabulary, string[] merges, string config)
    {
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(vocabulary.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id)));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', merges) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config);
        return Tokenizer.Load(folder);
    }
}
