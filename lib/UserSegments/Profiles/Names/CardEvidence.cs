using System.Globalization;
using System.Text.RegularExpressions;
using UserSegments.Display;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>A card as numbered lines of evidence, and whether a claim says no more than they do.</summary>
internal sealed partial class CardEvidence
{
    // Words that only tie evidence together and claim nothing of their own.
    private static readonly HashSet<string> Generic = [.. ("segment group user users people person customer customers buyer buyers they who often rarely frequently mostly mainly mention mentions mentioned " +
        "write writes writing wrote say says talk talks speak speaks buy buys bought buying purchase purchases purchased choose chooses chose use uses used using like likes enjoy enjoys love loves lovers fans " +
        "item items product products category categories word words phrase phrases term terms times time average mean percent share all others other than usual whole typical typically higher lower larger smaller " +
        "also many much rate rates rated rating ratings active last day days make up well interested interest focus focused especially").Split(' ')];

    private static readonly string[] GenericChinese = [.. ("用户群体 这群人 这些人 用户 群体 顾客 客户 经常 常常 主要 购买 喜欢 提到 谈到 关注 商品 类别 词语 短语 占 全部 其他人 平均 高于 低于 倍 次 天 人 他们 更 多 少 比 约 评分 互动 最近 一次 组 群 常 买 说 写 评 价 的").Split(' ').OrderByDescending(x => x.Length)];
    private readonly Dictionary<string, string> lines = [];

    public CardEvidence(SegmentCard card)
    {
        lines["S1"] = FormattableString.Invariant($"{card.Size} users, {card.Share * 100:0.0} % of all");
        Add("T", card.Terms, term => FormattableString.Invariant($"{term.Term}: used by {term.ShareInside * 100:0} % of them, {term.ShareOutside * 100:0} % of the others"));
        Add("P", card.Phrases, term => FormattableString.Invariant($"{term.Term}: used by {term.ShareInside * 100:0} % of them, {term.ShareOutside * 100:0} % of the others"));
        Add("C", card.Categories, item => FormattableString.Invariant($"category {item.Name}: {item.Lift:0.0} times as often as all users"));
        Add("I", card.Items, item => FormattableString.Invariant($"item {item.Name}: {item.Lift:0.0} times as often as all users"));
        Add("B", [.. card.Behaviour.Where(measure => measure.Differs)], measure => FormattableString.Invariant($"{measure.Name}: {NumberText.Significant(measure.Inside.Value, 3)} {measure.Unit} against {NumberText.Significant(measure.Whole, 3)}"));
    }

    /// <summary>The lines as they stand in a prompt.</summary>
    public string Text => string.Join('\n', lines.Select(line => $"{line.Key}: {line.Value}"));

    /// <summary>All identifiers of lines.</summary>
    public IReadOnlyCollection<string> Ids => lines.Keys;

    /// <summary>Why a claim is not covered by the lines it names; null where it is.</summary>
    public string? Uncovered(string claim, IReadOnlyCollection<string> ids, bool mustShareAWord = true)
    {
        if (ids.FirstOrDefault(id => !lines.ContainsKey(id)) is { } unknown) return $"there is no evidence {unknown}";
        var evidence = string.Join('\n', ids.Select(id => lines[id])).ToLowerInvariant();
        var numbers = Number().Matches(evidence).Select(Value).ToHashSet();
        if (Number().Matches(claim).Select(Value).FirstOrDefault(number => !numbers.Contains(number)) is { } invented) return $"the number {invented} is not in the evidence";
        var known = WordSplitter.Split(evidence).Select(Stem).ToHashSet();
        var words = Latin().Matches(claim.ToLowerInvariant()).Select(match => match.Value).ToArray();
        if (words.FirstOrDefault(word => !StopWords.English.Contains(word) && !Generic.Contains(word) && !known.Contains(Stem(word))) is { } word) return $"\"{word}\" is not in the evidence";
        var rest = Han().Replace(evidence, " ") == evidence ? [] : Han().Matches(evidence).Select(match => match.Value).Distinct().OrderByDescending(text => text.Length).ToArray();
        var left = claim;
        foreach (var text in rest) left = left.Replace(text, " ", StringComparison.Ordinal);
        foreach (var text in GenericChinese) left = left.Replace(text, " ", StringComparison.Ordinal);
        if (Han().Matches(left).Select(match => match.Value).FirstOrDefault(text => text.Any(sign => !StopWords.Chinese.Contains(sign.ToString()))) is { } strange) return $"\"{strange}\" is not in the evidence";
        var shares = words.Any(w => !StopWords.English.Contains(w) && !Generic.Contains(w) && known.Contains(Stem(w))) || rest.Any(text => claim.Contains(text, StringComparison.Ordinal)) || Number().IsMatch(claim);
        return mustShareAWord && !shares ? "it says nothing that is in the evidence" : null;
    }

    private void Add<T>(string kind, IReadOnlyList<T> values, Func<T, string> text)
    {
        for (var i = 0; i < values.Count; i++) lines[kind + (i + 1).ToString(CultureInfo.InvariantCulture)] = text(values[i]);
    }

    private static string Value(Match number) => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Enough to match plurals and verb forms; not a stemmer.</summary>
    private static string Stem(string word)
    {
        foreach (var ending in new[] { "ing", "ies", "es", "ed", "s", "y" })
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal)) return word[..^ending.Length];
        }
        return word;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{L}-[\u3400-\u9FFF\uF900-\uFAFF]]+(?:['’]\p{L}+)?")]
    private static partial Regex Latin();

    [GeneratedRegex(@"[\u3400-\u9FFF\uF900-\uFAFF]+")]
    private static partial Regex Han();
}
