using System.Text.Json;

namespace UserSegments.Encoding;

/// <summary>What a sentence-transformers folder says about the steps after the encoder.</summary>
/// <param name="Pooling">How token vectors become one, or null where the folder does not say.</param>
/// <param name="Normalize">Whether vectors get length 1.</param>
/// <param name="MaxTokens">Longest sequence, or null where only the model limits it.</param>
/// <param name="DenseFolders">Folders of the dense layers after pooling, in order.</param>
/// <param name="Prompts">Texts that are put before a text, by name.</param>
/// <param name="DefaultPrompt">Name of the prompt that is used where none is asked for, or null.</param>
internal sealed record SentenceModules(
    Pooling? Pooling, bool Normalize, int? MaxTokens, IReadOnlyList<string> DenseFolders, IReadOnlyDictionary<string, string> Prompts, string? DefaultPrompt)
{
    /// <summary>Reads modules.json and what it names; a plain Hugging Face folder gets normalization.</summary>
    public static SentenceModules Read(string folder)
    {
        var (prompts, defaultPrompt) = ReadPrompts(Path.Combine(folder, "config_sentence_transformers.json"));
        var limit = ReadLimit(Path.Combine(folder, "sentence_bert_config.json"));
        var path = Path.Combine(folder, "modules.json");
        if (!File.Exists(path)) return new SentenceModules(null, true, limit, [], prompts, defaultPrompt);
        using var document = JsonFile.Open(path);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"{path}: the file is {document.RootElement.ValueKind}, expected an array of modules.");
        var (pooling, normalize, dense) = ((Pooling?)null, false, new List<string>());
        foreach (var module in document.RootElement.EnumerateArray())
        {
            if (module.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path}: a module is {module.ValueKind}, expected an object.");
            var (type, place) = (module.Text("type", path, string.Empty)!, module.Text("path", path, string.Empty)!);
            if (place.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(place)) throw new InvalidDataException($"{path}: module path '{place}' leaves the folder.");
            switch (type.Split('.')[^1])
            {
                case "Transformer" or "StaticEmbedding":
                    break;
                case "Pooling":
                    pooling = ReadPooling(Path.Combine(folder, place, "config.json"));
                    break;
                case "Normalize":
                    normalize = true;
                    break;
                case "Dense":
                    dense.Add(Path.Combine(folder, place));
                    break;
                default:
                    throw new InvalidDataException($"{path}: unknown module '{type}', expected Transformer, Pooling, Dense or Normalize.");
            }
        }
        return new SentenceModules(pooling, normalize, limit, dense, prompts, defaultPrompt);
    }

    private static Pooling ReadPooling(string path)
    {
        using var document = JsonFile.Open(path);
        var root = document.RootElement;
        (string Key, Pooling Pooling)[] modes =
        [
            ("pooling_mode_mean_tokens", Encoding.Pooling.Mean), ("pooling_mode_cls_token", Encoding.Pooling.Cls), ("pooling_mode_max_tokens", Encoding.Pooling.Max),
            ("pooling_mode_lasttoken", Encoding.Pooling.Last), ("pooling_mode_mean_sqrt_len_tokens", Encoding.Pooling.MeanSqrtLength),
        ];
        var chosen = modes.Where(mode => root.Flag(mode.Key, path, false)).ToArray();
        return chosen.Length == 1
            ? chosen[0].Pooling
            : throw new InvalidDataException($"{path}: {chosen.Length} pooling modes are on, expected one of {string.Join(", ", modes.Select(mode => mode.Key))}.");
    }

    private static int? ReadLimit(string path)
    {
        if (!File.Exists(path)) return null;
        using var document = JsonFile.Open(path);
        var limit = document.RootElement.Integer("max_seq_length", path, 0, 1 << 24, 0);
        return limit == 0 ? null : limit;
    }

    private static (Dictionary<string, string> Prompts, string? Default) ReadPrompts(string path)
    {
        var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return (prompts, null);
        using var document = JsonFile.Open(path);
        if (document.RootElement.TryGetProperty("prompts", out var named) && named.ValueKind == JsonValueKind.Object)
        {
            foreach (var prompt in named.EnumerateObject()) prompts[prompt.Name] = named.Text(prompt.Name, path, string.Empty)!;
        }
        return (prompts, document.RootElement.Text("default_prompt_name", path));
    }
}
