using System.Globalization;
using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>Writes facts as sentences in one language, and says which words a sentence may hold besides them.</summary>
internal abstract class Phrasebook
{
    private const int LongestName = 60;

    public static Phrasebook Of(DescriptionLanguage language) =>
        language == DescriptionLanguage.English ? EnglishPhrases.Instance : ChinesePhrases.Instance;

    public abstract string Write(DescriptionTopic topic, IReadOnlyList<Fact> facts);

    /// <summary>Length of a text in the unit of the budget.</summary>
    public abstract int Length(string text);

    /// <summary>What in a text is neither name, number nor a word that every sentence may hold; null when there is nothing.</summary>
    public abstract string? UnknownWord(string text);

    /// <summary>Words that make a claim of their own, with the facts that bear it.</summary>
    public abstract IEnumerable<(string Word, Func<Fact, bool> Borne)> Claims(string text);

    /// <summary>A title as it is shown: quotes that would end it replaced, long ones cut.</summary>
    public static string Name(string title)
    {
        var name = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var quote in "“”《》\"") name = name.Replace(quote, '\'');
        return name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 2]) ? LongestName - 2 : LongestName - 1)] + "…";
    }

    /// <summary>Whether the subject of a fact is shown between quotation marks.</summary>
    public static bool IsQuoted(FactKind kind) => kind is FactKind.Liked or FactKind.Disliked or FactKind.Repeat or FactKind.Tagged;

    /// <summary>The subject as it is shown; empty where the kind shows none.</summary>
    public static string Shown(Fact fact) => fact.Kind == FactKind.Activity ? "" : Name(fact.Subject);

    protected static string Digits(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    protected static InteractionKind KindOf(Fact fact) => Enum.Parse<InteractionKind>(fact.Subject);

    /// <summary>Kinds that make a word true, by the name of the claim.</summary>
    protected static bool IsMajority(Fact fact) => fact.Total > 0 && 2 * fact.Count > fact.Total;
}
