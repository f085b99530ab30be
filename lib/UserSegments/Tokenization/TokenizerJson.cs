using System.Text.Json;

namespace UserSegments.Tokenization;

/// <summary>Reads the sections of a <c>tokenizer.json</c>.</summary>
/// <param name="file">Its path, for error messages.</param>
internal sealed class TokenizerJson(string file)
{
    /// <summary>Parses a JSON file; broken JSON is an error with file, line and byte.</summary>
    public static JsonDocument Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}:{error.LineNumber + 1}: broken JSON at byte {error.BytePositionInLine} of the line: {error.Message}", error);
        }
    }

    /// <summary>A flag, or its default where it is missing or null.</summary>
    public static bool Flag(JsonElement element, string name, bool missing, string file) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? missing
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new InvalidDataException($"{file}: '{name}' is {value.ValueKind}, expected true or false.");

    /// <summary>The whole file.</summary>
    public TokenizerParts Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model))
            throw new InvalidDataException($"{file}: no 'model' section, expected a tokenizer.json of Hugging Face.");
        var tokens = ReadModel(model);
        var truncation = Section(root, "truncation");
        return new TokenizerParts
        {
            Source = file,
            Normalizer = Section(root, "normalizer") is { } normalizer ? ReadNormalizer(normalizer) : null,
            PreTokenizer = Section(root, "pre_tokenizer") is { } preTokenizer ? ReadPreTokenizer(preTokenizer) : null,
            Model = tokens,
            PostProcessor = Section(root, "post_processor") is { } post ? new PostProcessorJson(file, tokens).Read(post) : PostProcessor.None,
            AddedTokens = root.TryGetProperty("added_tokens", out var added) ? added.EnumerateArray().Select(ReadAdded).ToArray() : [],
            MaxTokens = truncation?.GetProperty("max_length").GetInt32() is { } limit
                ? limit > 0 ? limit : throw new InvalidDataException($"{file}: truncation to {limit} tokens, expected at least 1.")
                : null,
            TruncateLeft = truncation is { } side && side.TryGetProperty("direction", out var direction) && direction.GetString() == "Left",
        };
    }

    private static JsonElement? Section(JsonElement root, string name) =>
        root.TryGetProperty(name, out var section) && section.ValueKind != JsonValueKind.Null ? section : null;

    private bool Flag(JsonElement element, string name, bool missing = false) => Flag(element, name, missing, file);

    private WordPieceModel ReadModel(JsonElement model)
    {
        // Files of the first versions of the library name no type; their keys tell it.
        var type = model.TryGetProperty("type", out var named) ? named.GetString()
            : model.TryGetProperty("continuing_subword_prefix", out _) && !model.TryGetProperty("merges", out _) ? "WordPiece"
            : model.TryGetProperty("merges", out _) ? "BPE" : "Unigram";
        return type switch
        {
            "WordPiece" => new WordPieceModel(
                ReadVocabulary(model.GetProperty("vocab")), Text(model, "unk_token", "[UNK]"), Text(model, "continuing_subword_prefix", "##"),
                model.TryGetProperty("max_input_chars_per_word", out var most) ? most.GetInt32() : 100),
            _ => throw new InvalidDataException($"{file}: unknown tokenizer model type '{type}', expected WordPiece, BPE or Unigram."),
        };
    }

    private Vocabulary ReadVocabulary(JsonElement vocabulary)
    {
        var entries = new List<KeyValuePair<string, int>>();
        foreach (var entry in vocabulary.EnumerateObject())
        {
            if (!entry.Value.TryGetInt32(out var id)) throw new InvalidDataException($"{file}: token '{entry.Name}' has id {entry.Value}, expected a whole number.");
            entries.Add(KeyValuePair.Create(entry.Name, id));
        }
        return new Vocabulary(entries, file);
    }

    private INormalizer ReadNormalizer(JsonElement normalizer)
    {
        var type = normalizer.GetProperty("type").GetString();
        return type switch
        {
            "BertNormalizer" => new BertNormalizer(
                Flag(normalizer, "clean_text", true), Flag(normalizer, "handle_chinese_chars", true),
                Flag(normalizer, "strip_accents", Flag(normalizer, "lowercase", true)), Flag(normalizer, "lowercase", true)),
            "Sequence" => new SequenceNormalizer(normalizer.GetProperty("normalizers").EnumerateArray().Select(ReadNormalizer).ToArray()),
            _ => throw new InvalidDataException($"{file}: unknown normalizer '{type}'."),
        };
    }

    private IPreTokenizer ReadPreTokenizer(JsonElement preTokenizer)
    {
        var type = preTokenizer.GetProperty("type").GetString();
        return type switch
        {
            "BertPreTokenizer" => new BertPreTokenizer(),
            "Sequence" => new SequencePreTokenizer(preTokenizer.GetProperty("pretokenizers").EnumerateArray().Select(ReadPreTokenizer).ToArray()),
            _ => throw new InvalidDataException($"{file}: unknown pre-tokenizer '{type}'."),
        };
    }

    private AddedToken ReadAdded(JsonElement token) => new(
        token.GetProperty("id").GetInt32() is >= 0 and <= Vocabulary.MaxId and var id
            ? id
            : throw new InvalidDataException($"{file}: an added token has id {token.GetProperty("id")}, expected 0 to {Vocabulary.MaxId}."),
        Text(token, "content", string.Empty), Flag(token, "single_word"), Flag(token, "lstrip"), Flag(token, "rstrip"),
        Flag(token, "normalized"), Flag(token, "special"));

    private string Text(JsonElement element, string name, string missing) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? missing
        : value.GetString() ?? throw new InvalidDataException($"{file}: '{name}' is {value.ValueKind}, expected text.");
}
