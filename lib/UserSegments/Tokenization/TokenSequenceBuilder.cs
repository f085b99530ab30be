namespace UserSegments.Tokenization;

/// <summary>Lays tokens out as a template says.</summary>
internal static class TokenSequenceBuilder
{
    /// <summary>One sequence out of a template and the tokens of one text or two.</summary>
    public static TokenSequence Build(TemplateItem[] template, TokenSink a, Range rangeA, TokenSink b, Range rangeB, Func<int, string?> nameOf)
    {
        List<int> ids = [], types = [];
        List<(int, int)> offsets = [];
        List<bool> special = [];
        foreach (var item in template)
        {
            foreach (var id in item.Ids) Add(id, item.TypeId, (0, 0), true);
            if (item.Sequence < 0) continue;
            var (source, range) = item.Sequence == 0 ? (a, rangeA) : (b, rangeB);
            var (first, length) = range.GetOffsetAndLength(source.Count);
            for (var i = first; i < first + length; i++) Add(source.Ids[i], item.TypeId, (source.Starts[i], source.Ends[i]), false);
        }
        return new TokenSequence(ids, types, ids.ConvertAll(id => nameOf(id) ?? string.Empty), offsets, special);

        void Add(int id, int type, (int, int) offset, bool isSpecial)
        {
            ids.Add(id);
            types.Add(type);
            offsets.Add(offset);
            special.Add(isSpecial);
        }
    }
}
