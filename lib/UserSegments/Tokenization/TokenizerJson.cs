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
        var tokens = new TokenModelJson(file).Read(model);
        var truncation = Section(root, "truncation");
        var steps = new TokenizerStepsJson(file);
        return new TokenizerParts
        {
            Source = file,
            Normalizer = Section(root, "normalizer") is { } normalizer ? steps.ReadNormalizer(normalizer) : null,
            PreTokenizer = Section(root, "pre_tokenizer") is { } preTokenizer ? steps.ReadPreTokenizer(preTokenizer) : null,
            Model = tokens,
            PostProcessor = Section(root, "post_processor") is { } post ? new PostProcessorJson(file, tokens).Read(post) : PostProcessor.None,
            AddedTokens = root.TryGetProperty("added_tokens", out var added) ? added.EnumerateArray().Select(ReadAdded).ToArray() : [],
            MaxTokens = truncation?.GetProperty("max_length").GetInt32() is { } limit
                ? limit > 0 ? limit : throw new InvalidDataException($"{file}: truncation to {limit} tokens, expected at least 1.")
                : null,
            TruncateLeft = truncation is { } side && side.TryGetProperty("direction", out var direction) && direction.GetString() == "Left",
        };
    }

    /// <summary>A text, or the given one where it is missing.</summary>
    internal static string Text(JsonElement element, string name, string missing, string file) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? missing
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw new InvalidDataException($"{file}: '{name}' is {value.ValueKind}, expected text.");

    private static JsonElement? Section(JsonElement root, string name) =>
        root.TryGetProperty(name, out var section) && section.ValueKind != JsonValueKind.Null ? section : null;

    private bool Flag(JsonElement element, string name) => Flag(element, name, false, file);

    private AddedToken ReadAdded(JsonElement token) => new(
        token.GetProperty("id").GetInt32() is >= 0 and <= Vocabulary.MaxId and var id
            ? id
            : throw new InvalidDataException($"{file}: an added token has id {token.GetProperty("id")}, expected 0 to {Vocabulary.MaxId}."),
        Text(token, "content", string.Empty, file), Flag(token, "single_word"), Flag(token, "lstrip"), Flag(token, "rstrip"),
        Flag(token, "normalized"), Flag(token, "special"));
}
