using System.Text.Json;

namespace UserSegments.Tokenization;

/// <summary>Reads the post-processor of a <c>tokenizer.json</c>.</summary>
/// <param name="file">Its path, for error messages.</param>
/// <param name="model">Knows the ids.</param>
internal sealed class PostProcessorJson(string file, ITokenModel model)
{
    public PostProcessor Read(JsonElement section)
    {
        var type = section.GetProperty("type").GetString();
        return type switch
        {
            "TemplateProcessing" => ReadTemplate(section),
            "BertProcessing" => Around(Special(section, "cls"), Special(section, "sep"), doubled: false, trim: false),
            "RobertaProcessing" => Around(
                Special(section, "cls"), Special(section, "sep"), doubled: true, trim: TokenizerJson.Flag(section, "trim_offsets", true, file)),
            "ByteLevel" => PostProcessor.None with { TrimOffsets = TokenizerJson.Flag(section, "trim_offsets", true, file) },
            "Sequence" => section.GetProperty("processors").EnumerateArray().Select(Read).Aggregate(PostProcessor.None, Join),
            _ => throw new InvalidDataException(
                $"{file}: unknown post-processor '{type}', expected TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence."),
        };
    }

    private static PostProcessor Join(PostProcessor first, PostProcessor next) =>
        new(next.AddedToPair == 0 ? first.Single : next.Single, next.AddedToPair == 0 ? first.Pair : next.Pair, first.TrimOffsets || next.TrimOffsets);

    private static PostProcessor Around(int first, int last, bool doubled, bool trim)
    {
        TemplateItem[] single = [new([first], -1, 0), new([], 0, 0), new([last], -1, 0)];
        var type = doubled ? 0 : 1;
        TemplateItem[] second = [new([], 1, type), new([last], -1, type)];
        return new PostProcessor(single, doubled ? [.. single, new([last], -1, 0), .. second] : [.. single, .. second], trim);
    }

    private static int Special(JsonElement section, string name) => section.GetProperty(name)[1].GetInt32();

    private PostProcessor ReadTemplate(JsonElement section)
    {
        var ids = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var token in section.GetProperty("special_tokens").EnumerateObject())
            ids[token.Name] = token.Value.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        return new PostProcessor(Items("single"), Items("pair"), false);

        TemplateItem[] Items(string name) => section.GetProperty(name).EnumerateArray().Select(Item).ToArray();

        TemplateItem Item(JsonElement item)
        {
            var isSequence = item.TryGetProperty("Sequence", out var place);
            if (!isSequence && !item.TryGetProperty("SpecialToken", out place))
                throw new InvalidDataException($"{file}: a place of the template is {item}, expected Sequence or SpecialToken.");
            var (id, type) = (place.GetProperty("id").GetString(), place.GetProperty("type_id").GetInt32());
            if (isSequence) return new TemplateItem([], id == "A" ? 0 : 1, type);
            if (id is not null && ids.TryGetValue(id, out var known)) return new TemplateItem(known, -1, type);
            if (id is not null && model.IdOf(id) is >= 0 and var single) return new TemplateItem([single], -1, type);
            throw new InvalidDataException($"{file}: the template names the special token '{id}', which has no id.");
        }
    }
}
