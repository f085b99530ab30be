using System.Text;
using System.Text.Json;

namespace UserSegments.Tokenization;

/// <summary>Reads normalizers and pre-tokenizers of a <c>tokenizer.json</c>.</summary>
/// <param name="file">Its path, for error messages.</param>
internal sealed class TokenizerStepsJson(string file)
{
    public INormalizer ReadNormalizer(JsonElement step)
    {
        var type = Text(step, "type", string.Empty);
        return type switch
        {
            "Sequence" => new SequenceNormalizer(step.GetProperty("normalizers").EnumerateArray().Select(ReadNormalizer).ToArray()),
            "BertNormalizer" => new BertNormalizer(
                Flag(step, "clean_text", true), Flag(step, "handle_chinese_chars", true),
                Flag(step, "strip_accents", Flag(step, "lowercase", true)), Flag(step, "lowercase", true)),
            "NFC" => new NormalizationForms(NormalizationForm.FormC),
            "NFD" => new NormalizationForms(NormalizationForm.FormD),
            "NFKC" => new NormalizationForms(NormalizationForm.FormKC),
            "NFKD" => new NormalizationForms(NormalizationForm.FormKD),
            "Lowercase" => new CaseNormalizer(),
            "StripAccents" => new AccentNormalizer(),
            "Strip" => new StripNormalizer(Flag(step, "strip_left", true), Flag(step, "strip_right", true)),
            "Prepend" => new PrependNormalizer(Text(step, "prepend", string.Empty)),
            "Replace" => new ReplaceNormalizer(Pattern(step), Text(step, "content", string.Empty)),
            "Nmt" => new NmtNormalizer(),
            "Precompiled" => new PrecompiledNormalizer(Convert.FromBase64String(Text(step, "precompiled_charsmap", string.Empty)), file),
            _ => throw new InvalidDataException(
                $"{file}: unknown normalizer '{type}', expected BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Prepend, Replace, Nmt, Precompiled or Sequence."),
        };
    }

    public IPreTokenizer ReadPreTokenizer(JsonElement step)
    {
        var type = Text(step, "type", string.Empty);
        return type switch
        {
            "Sequence" => new SequencePreTokenizer(step.GetProperty("pretokenizers").EnumerateArray().Select(ReadPreTokenizer).ToArray()),
            "BertPreTokenizer" => new BertPreTokenizer(),
            "ByteLevel" => new ByteLevelPreTokenizer(Flag(step, "add_prefix_space", true), Flag(step, "use_regex", true)),
            "Split" => new PatternPreTokenizer(Pattern(step), Behavior(step), Flag(step, "invert", false)),
            "Whitespace" => new PatternPreTokenizer(new TextPattern(@"\w+|[^\w\s]+", literal: false, file), SplitBehavior.Removed, invert: true),
            "WhitespaceSplit" => new ClassPreTokenizer(point => point < 0x10000 && char.IsWhiteSpace((char)point), SplitBehavior.Removed),
            "Punctuation" => new ClassPreTokenizer(UnicodeKinds.IsBertPunctuation, Behavior(step)),
            "Digits" => new ClassPreTokenizer(UnicodeKinds.IsNumeric, Flag(step, "individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
            "Metaspace" => ReadMetaspace(step),
            _ => throw new InvalidDataException(
                $"{file}: unknown pre-tokenizer '{type}', expected BertPreTokenizer, ByteLevel, Split, Whitespace, WhitespaceSplit, Punctuation, Digits, Metaspace or Sequence."),
        };
    }

    private MetaspacePreTokenizer ReadMetaspace(JsonElement step)
    {
        var mark = Text(step, "replacement", "\u2581");
        if (mark.Length != 1) throw new InvalidDataException($"{file}: Metaspace replaces spaces by '{mark}', expected one character.");
        var prepend = Text(step, "prepend_scheme", Flag(step, "add_prefix_space", true) ? "always" : "never").ToLowerInvariant();
        if (prepend is not ("always" or "first" or "never")) throw new InvalidDataException($"{file}: 'prepend_scheme' is '{prepend}', expected always, first or never.");
        return new MetaspacePreTokenizer(mark[0], prepend, Flag(step, "split", true));
    }

    private TextPattern Pattern(JsonElement step)
    {
        var pattern = step.GetProperty("pattern");
        if (pattern.ValueKind == JsonValueKind.String) return new TextPattern(pattern.GetString()!, literal: true, file);
        return pattern.TryGetProperty("Regex", out var regex)
            ? new TextPattern(regex.GetString() ?? string.Empty, literal: false, file)
            : new TextPattern(pattern.GetProperty("String").GetString() ?? string.Empty, literal: true, file);
    }

    private SplitBehavior Behavior(JsonElement step)
    {
        var name = Text(step, "behavior", "Isolated");
        return Enum.TryParse<SplitBehavior>(name, out var behavior)
            ? behavior
            : throw new InvalidDataException($"{file}: unknown split behavior '{name}', expected {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }

    private bool Flag(JsonElement element, string name, bool missing) => TokenizerJson.Flag(element, name, missing, file);

    private string Text(JsonElement element, string name, string missing) => TokenizerJson.Text(element, name, missing, file);
}
