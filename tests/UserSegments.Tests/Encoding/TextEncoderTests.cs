using UserSegments.Encoding;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

public sealed class TextEncoderTests : IDisposable
{
    private static readonly string[] Pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "guitar", "string", "##s", "a", "the"];

    private readonly string folder = Directory.CreateTempSubdirectory("encoder").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Encode_DuplicatesAndAnyOrder_GivesEachTextItsOwnVector()
    {
        using var encoder = Tiny(new TextEncoderOptions { BatchTokens = 7 });
        string[] texts = ["good guitar", "", "bad strings the a good guitar", "good guitar", "the"];
        var all = encoder.Encode(texts);
        Assert.Equal((5, 24), (all.Rows, all.Columns));
        Assert.Equal(all.Row(0).ToArray(), all.Row(3).ToArray());
        for (var i = 0; i < texts.Length; i++) Assert.Equal(encoder.Encode([texts[i]]).Values, all.Row(i).ToArray());
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(3, 1)]
    public void Encode_InChunks_GivesTheSameBitsAndTellsProgress(int chunk, int? overlap)
    {
        string[] texts = [.. Enumerable.Range(0, 10).Select(i => string.Join(' ', Pieces[5..^2].Concat(Pieces[5..9]).Take(i)))];
        using var whole = Tiny(new TextEncoderOptions { MaxTokens = 6, WindowOverlap = overlap });
        using var chunked = Tiny(new TextEncoderOptions { MaxTokens = 6, WindowOverlap = overlap, ChunkTexts = chunk });
        var told = new List<double>();
        Assert.Equal(whole.Encode(texts).Values, chunked.Encode(texts, new Told(told), CancellationToken.None).Values);
        Assert.Equal(told.Order(), told);
        Assert.Equal((double)chunk / texts.Distinct().Count(), told[0], 1e-12);
        Assert.Equal(1, told[^1]);
    }

    [Fact]
    public void Encode_LongerThanTheModel_IsCutOff()
    {
        using var encoder = Tiny();
        Assert.Equal(16, encoder.Tokenizer.MaxTokens);
        var cut = encoder.Encode([string.Concat(Enumerable.Repeat("good ", 14)), string.Concat(Enumerable.Repeat("good ", 50))]);
        Assert.Equal(cut.Row(0).ToArray(), cut.Row(1).ToArray());
    }

    [Fact]
    public void Encode_Cancelled_Stops()
    {
        using var encoder = Tiny();
        Assert.Throws<OperationCanceledException>(() => encoder.Encode(["good"], null, new CancellationToken(true)));
        Assert.Contains("Text 1 is null", Assert.Throws<ArgumentException>(() => encoder.Encode(["a", null!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SentenceTransformersFolder_AppliesItsModules()
    {
        CopyModel();
        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), """{"max_seq_length": 8, "do_lower_case": false}""");
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), """{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}""");
        File.WriteAllText(Path.Combine(folder, "modules.json"), """
            [{"path": "", "type": "sentence_transformers.models.Transformer"}, {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
             {"path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
            """);
        using var encoder = TextEncoder.Load(folder);
        Assert.Equal(8, encoder.Tokenizer.MaxTokens);
        using var bare = BertEncoder.Load(folder, Pooling.Cls, normalize: true);
        Assert.Equal(bare.Encode(TokenBatch.FromSequences([[2, 5, 3]])).Values, encoder.Encode(["good"]).Values);
        File.WriteAllText(Path.Combine(folder, "modules.json"), """[{"path": "3_Magic", "type": "x.Magic"}]""");
        Assert.Contains("unknown module 'x.Magic'", Assert.Throws<InvalidDataException>(() => TextEncoder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CheckpointThatDoesNotFit_NamesEveryTensor()
    {
        CopyModel();
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() => TextEncoder.Load(folder));
        Assert.Contains("tensor 'encoder.layer.2.attention.self.query.weight' (36, 36) is missing", error.Message, StringComparison.Ordinal);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1", StringComparison.Ordinal));
        error = Assert.Throws<InvalidDataException>(() => TextEncoder.Load(folder));
        Assert.Contains("tensor 'encoder.layer.1.attention.output.LayerNorm.bias' is not part of a bert encoder of 1 layers", error.Message, StringComparison.Ordinal);
        File.WriteAllText(config, """{"model_type": "mamba"}""");
        Assert.Contains("unknown 'model_type' 'mamba'", Assert.Throws<InvalidDataException>(() => TextEncoder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_LongTextInWindows_IsTheMeanOfItsWindows()
    {
        using var plain = Tiny(new TextEncoderOptions { MaxTokens = 6 });
        using var windowed = Tiny(new TextEncoderOptions { MaxTokens = 6, WindowOverlap = 1 });
        Assert.Equal(plain.Encode(["good bad a the"]).Values, windowed.Encode(["good bad a the"]).Values);
        // Seven tokens in windows of four that share one: 0 to 3, 3 to 6.
        var parts = plain.Encode(["good bad a the", "the guitar good bad"]);
        var whole = windowed.Encode(["good bad a the guitar good bad"]);
        for (var j = 0; j < 24; j++) Assert.Equal((parts[0, j] + parts[1, j]) / 2, whole[0, j], 1e-6f);
        Assert.Throws<ArgumentException>(() => Tiny(new TextEncoderOptions { MaxTokens = 6, WindowOverlap = 4 }));
    }

    [Fact]
    public void Load_PromptOfTheFolder_IsPutBefore()
    {
        CopyModel();
        File.WriteAllText(Path.Combine(folder, "config_sentence_transformers.json"), """{"prompts": {"query": "good "}, "default_prompt_name": null}""");
        using var plain = TextEncoder.Load(folder);
        using var query = TextEncoder.Load(folder, new TextEncoderOptions { PromptName = "query" });
        Assert.Equal(plain.Encode(["good guitar"]).Values, query.Encode(["guitar"]).Values);
        var error = Assert.Throws<ArgumentException>(() => TextEncoder.Load(folder, new TextEncoderOptions { PromptName = "none" }));
        Assert.Contains("no prompt 'none', expected one of: query", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextEmbeddingGenerator_Generate_GivesTheVectors()
    {
        using var encoder = Tiny();
        using var generator = new TextEmbeddingGenerator(encoder, "tiny");
        var embeddings = await generator.GenerateAsync(["good", "bad"]);
        Assert.Equal(encoder.Encode(["bad"]).Values, embeddings[1].Vector.ToArray());
        Assert.Equal(24, ((Microsoft.Extensions.AI.EmbeddingGeneratorMetadata)generator.GetService(typeof(Microsoft.Extensions.AI.EmbeddingGeneratorMetadata))!).DefaultModelDimensions);
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }

    private static TextEncoder Tiny(TextEncoderOptions? options = null)
    {
        var config = new BertConfig { VocabularySize = Pieces.Length, HiddenSize = 24, Layers = 2, Heads = 2, IntermediateSize = 48, Positions = 16 };
        return TextEncoder.Of(Tokenizer.FromWordPieces(Pieces), BertEncoder.Random(config, 1), options);
    }

    private void CopyModel()
    {
        foreach (var name in new[] { "config.json", "model.safetensors" })
            File.Copy(Path.Combine(EncoderParityTests.Fixture("tiny-bert"), name), Path.Combine(folder, name));
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Pieces);
    }
}
