using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tokenizer").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_VocabTxt_ReadsLowercaseFromTheConfiguration()
    {
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "[UNK]\n[CLS]\n[SEP]\nhi\nHi\n");
        Assert.Equal([1, 3, 2], Tokenizer.Load(folder).Encode("Hi").Ids);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"do_lower_case": false}""");
        Assert.Equal([1, 4, 2], Tokenizer.Load(folder).Encode("Hi").Ids);
    }

    [Fact]
    public void Load_TokenizerJson_AppliesEverySection()
    {
        var tokenizer = Tokenizer.Load(Write("""
            {
              "truncation": {"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0},
              "added_tokens": [{"id": 9, "content": "<b>", "single_word": false, "lstrip": false, "rstrip": true, "normalized": false, "special": true}],
              "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
              "pre_tokenizer": {"type": "BertPreTokenizer"},
              "post_processor": {"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
              "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                "vocab": {"[UNK]": 0, "[CLS]": 1, "a": 2, "b": 3}}
            }
            """));
        Assert.Equal([1, 2, 9, 3, 0], tokenizer.Encode("A<b> B c d e").Ids);
        Assert.Equal(10, tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("""{"model": {"type": "Klingon", "vocab": {}}}""", "unknown tokenizer model type 'Klingon'")]
    [InlineData("""{"version": "1.0"}""", "no 'model' section")]
    [InlineData("""{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0""", "broken JSON")]
    [InlineData("""{"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"a": 0}}}""", "unknown token '[UNK]' is not in the vocabulary")]
    [InlineData("""{"model": {"type": "WordPiece", "vocab": {"[UNK]": -4}}}""", "has id -4")]
    [InlineData("""{"normalizer": {"type": "Perfume"}, "model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}}""", "unknown normalizer 'Perfume'")]
    [InlineData("""{"pre_tokenizer": {"type": "Scissors"}, "model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}}""", "unknown pre-tokenizer 'Scissors'")]
    [InlineData("""{"model": {"type": "WordPiece", "vocab": 3}}""", "not a tokenizer as expected")]
    public void Load_BrokenFile_NamesFileAndReason(string json, string reason)
    {
        var path = Write(json);
        var error = Assert.Throws<InvalidDataException>(() => Tokenizer.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EmptyFolder_SaysWhatIsExpected() =>
        Assert.Contains("expected tokenizer.json, vocab.txt", Assert.Throws<FileNotFoundException>(() => Tokenizer.Load(folder)).Message, StringComparison.Ordinal);

    private string Write(string json)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(path, json);
        return path;
    }
}
