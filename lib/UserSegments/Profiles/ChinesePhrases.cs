using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>Chinese sentences (simplified).</summary>
internal sealed class ChinesePhrases : Phrasebook
{
    public static readonly ChinesePhrases Instance = new();

    // Signs of the sentences below, and of words that join facts without adding one.
    private const string Known = "个月里此人购买件评论分点击收听打标签次兴趣中尤其是近来不再前最没有称赞条文字抱怨高低反复多选同类较便宜的贵矛盾常出现却为既又被目关于记录这位用户还和给了对，。、：；（）《》“”, .:;()";

    private static readonly (string Word, Func<Fact, bool> Borne)[] Claimed =
    [
        ("购买", Did(InteractionKind.Purchase)), ("评论", Did(InteractionKind.Review)), ("点击", Did(InteractionKind.Click)), ("收听", Did(InteractionKind.Listen)),
        ("高分", Any(FactKind.Liked, FactKind.Kindness)), ("低分", Any(FactKind.Disliked, FactKind.LowRated)), ("称赞", Any(FactKind.Praise)), ("抱怨", Any(FactKind.Blame)),
        ("近来", Any(FactKind.Recent)), ("不再", Any(FactKind.Faded)), ("没有关于", Any(FactKind.Nothing)), ("反复", Any(FactKind.Repeat)), ("便宜", Any(FactKind.Cheap)),
        ("较贵", Any(FactKind.Dear)), ("多选", IsMajority), ("多为", IsMajority), ("矛盾", Any(FactKind.LowRated, FactKind.Disliked, FactKind.Blame)),
        ("不", Any(FactKind.Faded)), ("没有", Any(FactKind.Faded, FactKind.Nothing)),
    ];

    public override int Length(string text) => (text.Length + 1) / 2;

    public override string? UnknownWord(string text)
    {
        foreach (var sign in text)
        {
            if (sign is >= '\uE000' and <= '\uF8FF' || char.IsAsciiDigit(sign) || NumberWords.ChineseSigns.Contains(sign, StringComparison.Ordinal)) continue;
            if (!Known.Contains(sign, StringComparison.Ordinal)) return sign.ToString();
        }
        return null;
    }

    public override IEnumerable<(string Word, Func<Fact, bool> Borne)> Claims(string text) =>
        Claimed.Where(claim => text.Contains(claim.Word, StringComparison.Ordinal));

    public override string Write(DescriptionTopic topic, IReadOnlyList<Fact> facts)
    {
        var first = facts[0];
        return topic switch
        {
            DescriptionTopic.Nothing => "目前没有关于此人的记录。",
            DescriptionTopic.Overview => Overview(facts),
            DescriptionTopic.Categories => $"兴趣：{List(facts, Share)}。",
            DescriptionTopic.Details => $"尤其是：{List(facts, fact => $"{Shown(fact)}（{N(fact.Count)}件）")}。",
            DescriptionTopic.Recent => $"近来：{List(facts, Share)}。",
            DescriptionTopic.Faded => $"不再：{Shown(first)}（此前{N(first.Count)}件，最近{N(first.Total)}件中没有）。",
            DescriptionTopic.Praise => $"称赞：{List(facts, OfTexts)}。",
            DescriptionTopic.Blame => $"抱怨：{List(facts, OfTexts)}。",
            DescriptionTopic.Liked => $"高分：{List(facts, Rating)}。",
            DescriptionTopic.Disliked => $"低分：{List(facts, Rating)}。",
            DescriptionTopic.Ratings => $"{N(first.Total)}个评分中{N(first.Count)}个为高分。",
            DescriptionTopic.Repeats => $"反复：{List(facts, fact => $"{Quoted(fact)}（{N(fact.Count)}次）")}。",
            DescriptionTopic.Tags => $"标签：{List(facts, fact => $"{Quoted(fact)}（{N(fact.Total)}次中{N(fact.Count)}次）")}。",
            DescriptionTopic.Price => $"多选同类中{(first.Kind == FactKind.Cheap ? "较便宜" : "较贵")}的（{N(first.Total)}件中{N(first.Count)}件）。",
            DescriptionTopic.LowRatedCategory =>
                $"矛盾：{Shown(first)}常出现（{N(first.Total)}件中{N(first.Count)}件），评分却多为低分（{N(facts[1].Total)}个中{N(facts[1].Count)}个）。",
            DescriptionTopic.SplitItem => $"矛盾：{Quoted(first)}既有高分（{V(first)}分）又有低分（{V(facts[1])}分）。",
            _ => $"矛盾：{Shown(first)}既被称赞（{N(first.Count)}条）又被抱怨（{N(facts[1].Count)}条）。",
        };
    }

    private static Func<Fact, bool> Did(InteractionKind kind) => fact => fact.Kind == FactKind.Activity && fact.Subject == kind.ToString();

    private static Func<Fact, bool> Any(params FactKind[] kinds) => fact => kinds.Contains(fact.Kind);

    private static string Overview(IReadOnlyList<Fact> facts)
    {
        var span = facts.FirstOrDefault(fact => fact.Kind == FactKind.Span);
        return (span is null ? "此人" : $"{N(span.Count)}个月里，") + string.Join("，", facts.Where(fact => fact.Kind == FactKind.Activity).Select(fact => KindOf(fact) switch
        {
            InteractionKind.Review => $"评论{N(fact.Count)}件",
            InteractionKind.Rating => $"给{N(fact.Count)}件评分",
            InteractionKind.Purchase => $"购买{N(fact.Count)}件",
            InteractionKind.Click => $"点击{N(fact.Count)}件",
            InteractionKind.Listen => $"收听{N(fact.Count)}件",
            _ => $"打标签{N(fact.Count)}次",
        })) + "。";
    }

    private static string Share(Fact fact, int place) => place == 0 ? $"{Shown(fact)}（{N(fact.Total)}件中{N(fact.Count)}件）" : $"{Shown(fact)}（{N(fact.Count)}件）";

    private static string OfTexts(Fact fact, int place) => place == 0 ? $"{Shown(fact)}（{N(fact.Total)}条文字中{N(fact.Count)}条）" : $"{Shown(fact)}（{N(fact.Count)}条）";

    private static string Rating(Fact fact) => $"{Quoted(fact)}（{V(fact)}分）";

    private static string Quoted(Fact fact) => $"《{Shown(fact)}》";

    private static string N(int number) => NumberWords.Chinese(number);

    private static string V(Fact fact) => fact.Value == Math.Floor(fact.Value) ? N((int)fact.Value) : Digits(fact.Value);

    private static string List(IReadOnlyList<Fact> facts, Func<Fact, string> write) => List(facts, (fact, _) => write(fact));

    private static string List(IReadOnlyList<Fact> facts, Func<Fact, int, string> write) => string.Join("、", facts.Select(write));
}
