using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>Names and sentences taken from a card alone, in English or Chinese.</summary>
internal static class ExtractiveNames
{
    public static NamedSegment Of(SegmentCard card, bool chinese)
    {
        var name = card.Name.Length > 0 ? card.Name : FormattableString.Invariant(chinese ? $"第 {card.Segment} 组" : (FormattableString)$"segment {card.Segment}");
        return new NamedSegment(card.Segment, name, [.. chinese ? Chinese(card) : English(card)], "extractive", [], "");
    }

    private static IEnumerable<string> English(SegmentCard card)
    {
        yield return FormattableString.Invariant($"{card.Size:N0} users, {card.Share * 100:0.0} % of all{(card.IsSmall ? ", too few to trust" : "")}.");
        if (card.Terms.Count > 0) yield return FormattableString.Invariant($"They use {List(card.Terms.Take(4).Select(term => term.Term), " and ")} more often than others ({card.Terms[0].Term}: {card.Terms[0].ShareInside * 100:0} % against {card.Terms[0].ShareOutside * 100:0} %).");
        if (card.Items.Count > 0) yield return FormattableString.Invariant($"They have {card.Items[0].Name} {card.Items[0].Lift:0.0} times as often as all users.");
        if (card.Behaviour.FirstOrDefault(measure => measure.Differs) is { } measure) yield return FormattableString.Invariant($"Their mean of {measure.Name} is {NumberText.Significant(measure.Inside.Value, 3)}{(measure.Unit.Length > 0 ? " " + measure.Unit : "")} against {NumberText.Significant(measure.Whole, 3)}.");
    }

    private static IEnumerable<string> Chinese(SegmentCard card)
    {
        yield return FormattableString.Invariant($"共 {card.Size:N0} 名用户，占全部的 {card.Share * 100:0.0} %{(card.IsSmall ? "，人数太少，不足为凭" : "")}。");
        if (card.Terms.Count > 0) yield return FormattableString.Invariant($"他们比其他人更常用“{string.Join("”“", card.Terms.Take(4).Select(term => term.Term))}”（{card.Terms[0].Term}：{card.Terms[0].ShareInside * 100:0} % 对 {card.Terms[0].ShareOutside * 100:0} %）。");
        if (card.Items.Count > 0) yield return FormattableString.Invariant($"他们拥有“{card.Items[0].Name}”的频率是全部用户的 {card.Items[0].Lift:0.0} 倍。");
    }

    private static string List(IEnumerable<string> words, string and)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : string.Join(", ", all[..^1]) + and + all[^1];
    }
}
