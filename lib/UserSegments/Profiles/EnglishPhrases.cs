using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>English sentences.</summary>
internal sealed class EnglishPhrases : Phrasebook
{
    public static readonly EnglishPhrases Instance = new();

    // What the sentences below are made of, and what joins facts without adding one.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "a", "about", "again", "all", "also", "an", "and", "are", "as", "at", "been", "both", "but", "by", "category", "come", "comes", "during", "for", "from", "gave",
        "given", "gives", "has", "have", "in", "interest", "interests", "is", "it", "item", "items", "its", "known", "last", "month", "months", "named", "of", "on",
        "over", "particular", "person", "rating", "ratings", "s", "tag", "tags", "text", "texts", "that", "the", "their", "them", "these", "they", "things", "this", "time",
        "times", "to", "up", "user", "was", "were", "which", "while", "with", "yet", "who", "before", "half", "customer", "among", "them",
    };

    private static readonly Dictionary<string, Func<Fact, bool>> Claimed = new(StringComparer.Ordinal)
    {
        ["bought"] = Did(InteractionKind.Purchase), ["purchased"] = Did(InteractionKind.Purchase), ["reviewed"] = Did(InteractionKind.Review),
        ["clicked"] = Did(InteractionKind.Click), ["played"] = Did(InteractionKind.Listen), ["tagged"] = Did(InteractionKind.Tag, FactKind.Tagged),
        ["rated"] = fact => fact.Kind is FactKind.Liked or FactKind.Disliked or FactKind.Kindness or FactKind.LowRated || (fact.Kind == FactKind.Activity && fact.Subject == nameof(InteractionKind.Rating)),
        ["high"] = Any(FactKind.Liked, FactKind.Kindness), ["low"] = Any(FactKind.Disliked, FactKind.LowRated),
        ["likes"] = Any(FactKind.Liked, FactKind.Praise), ["liked"] = Any(FactKind.Liked), ["favourite"] = Any(FactKind.Liked), ["favourites"] = Any(FactKind.Liked),
        ["dislikes"] = Any(FactKind.Disliked, FactKind.Blame, FactKind.LowRated), ["disliked"] = Any(FactKind.Disliked),
        ["praises"] = Any(FactKind.Praise), ["praised"] = Any(FactKind.Praise), ["complains"] = Any(FactKind.Blame), ["blamed"] = Any(FactKind.Blame),
        ["blames"] = Any(FactKind.Blame), ["late"] = Any(FactKind.Recent), ["lately"] = Any(FactKind.Recent), ["recently"] = Any(FactKind.Recent),
        ["longer"] = Any(FactKind.Faded), ["no"] = Any(FactKind.Faded), ["none"] = Any(FactKind.Faded), ["repeated"] = Any(FactKind.Repeat), ["nothing"] = Any(FactKind.Nothing),
        ["cheaper"] = Any(FactKind.Cheap), ["dearer"] = Any(FactKind.Dear), ["chooses"] = Any(FactKind.Cheap, FactKind.Dear),
        ["often"] = Any(FactKind.Category, FactKind.Detail, FactKind.Recent, FactKind.Repeat), ["mostly"] = IsMajority, ["most"] = IsMajority, ["contradiction"] = Any(FactKind.LowRated, FactKind.Disliked, FactKind.Blame),
    };

    public override int Length(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public override string? UnknownWord(string text) => Words(text).FirstOrDefault(word =>
        !Known.Contains(word) && !Claimed.ContainsKey(word) && !NumberWords.IsNumberWord(word));

    public override IEnumerable<(string Word, Func<Fact, bool> Borne)> Claims(string text) =>
        Words(text).Distinct(StringComparer.Ordinal).Where(Claimed.ContainsKey).Select(word => (word, Claimed[word]));

    public override string Write(DescriptionTopic topic, IReadOnlyList<Fact> facts)
    {
        var first = facts[0];
        return topic switch
        {
            DescriptionTopic.Nothing => "Nothing is known of this person yet.",
            DescriptionTopic.Overview => Overview(facts),
            DescriptionTopic.Categories => $"Interests: {List(facts, Share)}.",
            DescriptionTopic.Details => $"In particular: {List(facts, fact => $"{Shown(fact)} ({N(fact.Count)})")}.",
            DescriptionTopic.Recent => $"Of late: {List(facts, Share)}.",
            DescriptionTopic.Faded => $"No longer: {Shown(first)} ({N(first.Count)} before, none of the last {N(first.Total)}).",
            DescriptionTopic.Praise => $"Praises {List(facts, OfTexts)}.",
            DescriptionTopic.Blame => $"Complains of {List(facts, OfTexts)}.",
            DescriptionTopic.Liked => $"Rated high: {List(facts, Rating)}.",
            DescriptionTopic.Disliked => $"Rated low: {List(facts, Rating)}.",
            DescriptionTopic.Ratings => Capital($"{N(first.Count)} of {N(first.Total)} ratings are high."),
            DescriptionTopic.Repeats => $"Repeated: {List(facts, fact => $"{Quoted(fact)} ({N(fact.Count)} times)")}.",
            DescriptionTopic.Tags => $"Tags given: {List(facts, fact => $"{Quoted(fact)} ({N(fact.Count)} of {N(fact.Total)})")}.",
            DescriptionTopic.Price => $"Mostly chooses the {(first.Kind == FactKind.Cheap ? "cheaper" : "dearer")} half of a category ({N(first.Count)} of {N(first.Total)}).",
            DescriptionTopic.LowRatedCategory =>
                $"A contradiction: {Shown(first)} comes up often ({N(first.Count)} of {N(first.Total)}), yet most of its ratings are low ({N(facts[1].Count)} of {N(facts[1].Total)}).",
            DescriptionTopic.SplitItem => $"A contradiction: {Quoted(first)} was rated both high ({V(first)}) and low ({V(facts[1])}).",
            _ => $"A contradiction: {Shown(first)} is praised ({N(first.Count)} texts) and blamed ({N(facts[1].Count)} texts).",
        };
    }

    private static Func<Fact, bool> Did(InteractionKind kind, FactKind other = FactKind.Activity) =>
        fact => (fact.Kind == FactKind.Activity && fact.Subject == kind.ToString()) || (other != FactKind.Activity && fact.Kind == other);

    private static Func<Fact, bool> Any(params FactKind[] kinds) => fact => kinds.Contains(fact.Kind);

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && (char.IsLetter(text[at]) && text[at] is not (>= '\uE000' and <= '\uF8FF'))) at++;
            if (at > start) yield return text[start..at].ToLowerInvariant();
        }
    }

    private static string Overview(IReadOnlyList<Fact> facts)
    {
        var span = facts.FirstOrDefault(fact => fact.Kind == FactKind.Span);
        var lead = span is null ? "This person " : $"Over {N(span.Count)} {(span.Count == 1 ? "month" : "months")} this person ";
        return lead + List([.. facts.Where(fact => fact.Kind == FactKind.Activity)], fact => $"{Verb(KindOf(fact))} {N(fact.Count)} {(fact.Count == 1 ? "item" : "items")}") + ".";
    }

    private static string Verb(InteractionKind kind) => kind switch
    {
        InteractionKind.Review => "reviewed",
        InteractionKind.Rating => "rated",
        InteractionKind.Purchase => "bought",
        InteractionKind.Click => "clicked on",
        InteractionKind.Listen => "played",
        _ => "tagged",
    };

    private static string Share(Fact fact, int place) => place == 0 ? $"{Shown(fact)} ({N(fact.Count)} of {N(fact.Total)})" : $"{Shown(fact)} ({N(fact.Count)})";

    private static string OfTexts(Fact fact, int place) => place == 0 ? $"{Shown(fact)} ({N(fact.Count)} of {N(fact.Total)} texts)" : $"{Shown(fact)} ({N(fact.Count)})";

    private static string Rating(Fact fact) => $"{Quoted(fact)} ({V(fact)})";

    private static string Quoted(Fact fact) => $"“{Shown(fact)}”";

    private static string N(int number) => NumberWords.English(number);

    private static string V(Fact fact) => fact.Value == Math.Floor(fact.Value) ? N((int)fact.Value) : Digits(fact.Value);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string List(IReadOnlyList<Fact> facts, Func<Fact, string> write) => List(facts, (fact, _) => write(fact));

    private static string List(IReadOnlyList<Fact> facts, Func<Fact, int, string> write)
    {
        var parts = facts.Select(write).ToArray();
        return parts.Length == 1 ? parts[0] : string.Join(", ", parts[..^1]) + " and " + parts[^1];
    }
}
