using System.Text.Json;

namespace UserSegments.Tokenization;

/// <summary>Reads the model of a <c>tokenizer.json</c>.</summary>
/// <param name="file">Its path, for error messages.</param>
internal sealed class TokenModelJson(string file)
{
    public ITokenModel Read(JsonElement model)
    {
        // Files of the first versions of the library name no type; their keys tell it.
        var type = model.TryGetProperty("type", out var named) ? named.GetString()
            : model.TryGetProperty("merges", out _) ? "BPE"
            : model.TryGetProperty("continuing_subword_prefix", out _) ? "WordPiece" : "Unigram";
        return type switch
        {
            "WordPiece" => new WordPieceModel(
                ReadVocabulary(model.GetProperty("vocab")), Text(model, "unk_token", "[UNK]"), Text(model, "continuing_subword_prefix", "##"),
                model.TryGetProperty("max_input_chars_per_word", out var most) ? most.GetInt32() : 100),
            "BPE" => ReadBytePairs(model),
            "Unigram" => ReadUnigram(model),
            _ => throw new InvalidDataException($"{file}: unknown tokenizer model type '{type}', expected WordPiece, BPE or Unigram."),
        };
    }

    /// <summary>An object of token and id.</summary>
    public Vocabulary ReadVocabulary(JsonElement vocabulary)
    {
        var entries = new List<KeyValuePair<string, int>>();
        foreach (var entry in vocabulary.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id))
                throw new InvalidDataException($"{file}: token '{entry.Name}' has id {entry.Value}, expected a whole number.");
            entries.Add(KeyValuePair.Create(entry.Name, id));
        }
        return new Vocabulary(entries, file);
    }

    private BytePairModel ReadBytePairs(JsonElement model)
    {
        foreach (var name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (Text(model, name, string.Empty).Length > 0) throw new InvalidDataException($"{file}: BPE with '{name}' is not supported.");
        }
        var unknown = Text(model, "unk_token", string.Empty);
        return new BytePairModel(
            ReadVocabulary(model.GetProperty("vocab")), model.GetProperty("merges").EnumerateArray().Select(ReadMerge), unknown.Length == 0 ? null : unknown,
            Flag(model, "fuse_unk"), Flag(model, "byte_fallback"), Flag(model, "ignore_merges"));
    }

    /// <summary>"left right", or an array of the two.</summary>
    private (string Left, string Right) ReadMerge(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2) return (merge[0].GetString()!, merge[1].GetString()!);
        return SplitMerge(merge.GetString() ?? string.Empty, file);
    }

    /// <summary>The two sides of "left right".</summary>
    public static (string Left, string Right) SplitMerge(string merge, string file)
    {
        var space = merge.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space == merge.LastIndexOf(' ') && space < merge.Length - 1
            ? (merge[..space], merge[(space + 1)..])
            : throw new InvalidDataException($"{file}: a merge is '{merge}', expected two parts with a space between them.");
    }

    private UnigramModel ReadUnigram(JsonElement model)
    {
        var list = model.GetProperty("vocab");
        var (entries, scores) = (new List<KeyValuePair<string, int>>(), new double[list.GetArrayLength()]);
        foreach (var entry in list.EnumerateArray())
        {
            var id = entries.Count;
            scores[id] = entry[1].GetDouble();
            if (!double.IsFinite(scores[id])) throw new InvalidDataException($"{file}: token {id} has the score {scores[id]}, expected a finite number.");
            entries.Add(KeyValuePair.Create(entry[0].GetString() ?? string.Empty, id));
        }
        var unknown = model.TryGetProperty("unk_id", out var named) && named.ValueKind == JsonValueKind.Number ? named.GetInt32() : -1;
        if (unknown >= scores.Length) throw new InvalidDataException($"{file}: 'unk_id' is {unknown}, expected less than {scores.Length}.");
        return new UnigramModel(new Vocabulary(entries, file), scores, unknown, Flag(model, "byte_fallback"));
    }

    private bool Flag(JsonElement element, string name) => TokenizerJson.Flag(element, name, false, file);

    private string Text(JsonElement element, string name, string missing) => TokenizerJson.Text(element, name, missing, file);
}
