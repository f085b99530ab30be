using System.Text;
using System.Text.Json;

namespace UserSegments.Tokenization;

/// <summary>Byte-level BPE out of <c>vocab.json</c> and <c>merges.txt</c> (GPT-2's names <c>encoder.json</c> and <c>vocab.bpe</c> too).</summary>
internal static class BytePairFiles
{
    // Qwen 2 (Yang et al., 2024): GPT-4's pattern with single digits.
    private const string QwenPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Reads the files; tokenizer_config.json beside them says which family it is and names the added tokens.</summary>
    public static TokenizerParts Load(string vocabularyPath)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(vocabularyPath))!;
        var mergesPath = Path.Combine(folder, Path.GetFileName(vocabularyPath) == "encoder.json" ? "vocab.bpe" : "merges.txt");
        if (!File.Exists(mergesPath)) throw new FileNotFoundException($"{mergesPath}: no such file, expected the merges beside {Path.GetFileName(vocabularyPath)}.", mergesPath);
        using var document = TokenizerJson.Open(vocabularyPath);
        var vocabulary = new TokenModelJson(vocabularyPath).ReadVocabulary(document.RootElement);
        var config = ReadConfig(Path.Combine(folder, "tokenizer_config.json"));
        var qwen = config.Kind.StartsWith("Qwen2", StringComparison.Ordinal);
        return new TokenizerParts
        {
            Source = vocabularyPath,
            Normalizer = qwen ? new NormalizationForms(NormalizationForm.FormC) : null,
            PreTokenizer = qwen
                ? new SequencePreTokenizer(
                [
                    new PatternPreTokenizer(new TextPattern(QwenPattern, literal: false, vocabularyPath), SplitBehavior.Isolated, invert: false),
                    new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false),
                ])
                : new ByteLevelPreTokenizer(config.AddPrefixSpace, useRegex: true),
            Model = new BytePairModel(vocabulary, ReadMerges(mergesPath), null, false, false, false),
            PostProcessor = config.Kind.StartsWith("Roberta", StringComparison.Ordinal) ? Roberta(vocabulary) : PostProcessor.None,
            AddedTokens = config.Added,
        };
    }

    private static PostProcessor Roberta(Vocabulary vocabulary)
    {
        var (first, last) = (vocabulary.IdOf("<s>"), vocabulary.IdOf("</s>"));
        if (first < 0 || last < 0) throw new InvalidDataException($"{vocabulary.Source}: <s> or </s> is missing, expected both in RoBERTa's vocabulary.");
        TemplateItem[] single = [new([first], -1, 0), new([], 0, 0), new([last], -1, 0)];
        return new PostProcessor(single, [.. single, new([last], -1, 0), new([], 1, 0), new([last], -1, 0)], true);
    }

    private static IEnumerable<(string Left, string Right)> ReadMerges(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
            yield return TokenModelJson.SplitMerge(line, $"{path}:{number}");
        }
    }

    private static (string Kind, bool AddPrefixSpace, List<AddedToken> Added) ReadConfig(string path)
    {
        var added = new List<AddedToken>();
        if (!File.Exists(path)) return ("GPT2Tokenizer", false, added);
        using var document = TokenizerJson.Open(path);
        var root = document.RootElement;
        if (root.TryGetProperty("added_tokens_decoder", out var tokens) && tokens.ValueKind == JsonValueKind.Object)
        {
            foreach (var token in tokens.EnumerateObject())
            {
                if (!int.TryParse(token.Name, out var id) || id is < 0 or > Vocabulary.MaxId)
                    throw new InvalidDataException($"{path}: an added token has id '{token.Name}', expected 0 to {Vocabulary.MaxId}.");
                added.Add(new AddedToken(
                    id, TokenizerJson.Text(token.Value, "content", string.Empty, path), Flag(token.Value, "single_word"), Flag(token.Value, "lstrip"),
                    Flag(token.Value, "rstrip"), Flag(token.Value, "normalized"), Flag(token.Value, "special")));
            }
        }
        return (TokenizerJson.Text(root, "tokenizer_class", "GPT2Tokenizer", path), Flag(root, "add_prefix_space"), added);

        bool Flag(JsonElement element, string name) => TokenizerJson.Flag(element, name, false, path);
    }
}
