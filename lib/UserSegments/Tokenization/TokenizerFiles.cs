namespace UserSegments.Tokenization;

/// <summary>Finds and reads the files of a tokenizer.</summary>
internal static class TokenizerFiles
{
    /// <summary>Larger files are refused before memory is taken; the largest public ones are under 40 MB.</summary>
    private const long MaxBytes = 256L << 20;

    public static TokenizerParts Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
        {
            foreach (var name in new[] { "tokenizer.json", "vocab.txt", "vocab.json", "encoder.json" })
            {
                if (File.Exists(Path.Combine(path, name))) return LoadFile(Path.Combine(path, name));
            }
            throw new FileNotFoundException($"{path}: no tokenizer here; expected tokenizer.json, vocab.txt, or vocab.json with merges.txt.", path);
        }
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file or folder; expected a tokenizer.", path);
        return LoadFile(path);
    }

    /// <summary>BERT's tokenizer around a WordPiece vocabulary.</summary>
    public static TokenizerParts Bert(IReadOnlyCollection<KeyValuePair<string, int>> entries, bool lowercase, string source, int? maxTokens = null)
    {
        var vocabulary = new Vocabulary(entries, source);
        var (cls, sep) = (Need("[CLS]"), Need("[SEP]"));
        TemplateItem[] single = [new([cls], -1, 0), new([], 0, 0), new([sep], -1, 0)];
        return new TokenizerParts
        {
            Source = source,
            Normalizer = new BertNormalizer(true, true, lowercase, lowercase),
            PreTokenizer = new BertPreTokenizer(),
            Model = new WordPieceModel(vocabulary, "[UNK]", "##", 100),
            PostProcessor = new PostProcessor(single, [.. single, new([], 1, 1), new([sep], -1, 1)], false),
            AddedTokens = new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }.Where(token => vocabulary.IdOf(token) >= 0)
                .Select(token => new AddedToken(vocabulary.IdOf(token), token, false, false, false, false, true)).ToArray(),
            MaxTokens = maxTokens,
        };

        int Need(string token) => vocabulary.IdOf(token) is >= 0 and var id
            ? id
            : throw new InvalidDataException($"{source}: the token {token} is missing, expected it in the vocabulary of a BERT tokenizer.");
    }

    private static TokenizerParts LoadFile(string path)
    {
        var size = new FileInfo(path).Length;
        if (size > MaxBytes) throw new InvalidDataException($"{path}: {size} bytes, expected at most {MaxBytes} of a tokenizer.");
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".TXT" => LoadWordPieces(path),
            _ when Path.GetFileName(path) is "vocab.json" or "encoder.json" => Guarded(path, BytePairFiles.Load),
            _ => Guarded(path, LoadJson),
        };
    }

    private static TokenizerParts LoadWordPieces(string path)
    {
        // Every line is a token, blank ones too: their numbers are the ids.
        var tokens = File.ReadAllText(path).Split('\n');
        var count = tokens.Length > 0 && tokens[^1].Length == 0 ? tokens.Length - 1 : tokens.Length;
        var entries = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++) entries[tokens[i].TrimEnd('\r')] = i;
        return Bert(entries, LowercaseBeside(path), path);
    }

    private static bool LowercaseBeside(string path)
    {
        var config = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "tokenizer_config.json");
        if (!File.Exists(config)) return true;
        using var document = TokenizerJson.Open(config);
        return TokenizerJson.Flag(document.RootElement, "do_lower_case", true, config);
    }

    private static TokenizerParts LoadJson(string path)
    {
        using var document = TokenizerJson.Open(path);
        return new TokenizerJson(path).Read(document.RootElement);
    }

    /// <summary>What a file of another shape makes the JSON reader throw becomes one kind of error that names the file.</summary>
    private static TokenizerParts Guarded(string path, Func<string, TokenizerParts> load)
    {
        try
        {
            return load(path);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path}: not a tokenizer as expected: {error.Message}", error);
        }
    }
}
