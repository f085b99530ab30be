namespace UserSegments.Profiles;

/// <summary>Checks that a sentence says nothing beyond the facts it cites: names, numbers, and words that make a claim.</summary>
/// <remarks>
/// Names of the facts are taken out first. Every number must belong to the fact whose name came last before it (or to a cited fact without a name). Every word must be
/// one that joins facts without adding any, or one whose claim ("low", "lately", "mostly", …) a cited fact bears. Strict: a true sentence in other words
/// is refused too. It judges sentences of the phrasebooks and of language models alike; whether the facts hold is <see cref="FactCheck"/>'s matter.
/// </remarks>
public static class ClaimCheck
{
    private const char FirstPlace = '\uE000';

    /// <summary>Why a sentence is not borne by its facts; null when it is.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="cited">The facts it cites.</param>
    /// <param name="language">Its language.</param>
    public static string? Problem(string sentence, IReadOnlyList<Fact> cited, DescriptionLanguage language)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(cited);
        if (cited.Count == 0) return "The sentence cites no fact.";
        if (sentence.Any(c => c is >= '\uE000' and <= '\uF8FF')) return "The sentence holds private-use characters.";
        var subjects = cited.Select(Phrasebook.Shown).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length).ToArray();
        var text = Replace(sentence, subjects);
        var places = text.Split(['“', '”', '《', '》', '"']);
        for (var part = 1; part < places.Length; part += 2)
        {
            if (places[part].Any(c => c is < FirstPlace or > '\uF8FF')) return $"The name “{places[part]}” is in none of the facts.";
        }
        if (NumberProblem(text, cited, subjects) is { } number) return number;
        var phrases = Phrasebook.Of(language);
        if (phrases.UnknownWord(text) is { } unknown) return $"No fact bears the word \"{unknown}\".";
        foreach (var (word, borne) in phrases.Claims(text))
        {
            if (!cited.Any(borne)) return $"The word \"{word}\" makes a claim that none of the facts bears.";
        }
        return null;
    }

    /// <summary>Every sentence of a description that says more than its facts.</summary>
    /// <param name="description">The description.</param>
    public static IReadOnlyList<string> Problems(UserDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return
        [
            .. description.Statements.Select(x => Problem(x.Text, x.Facts, description.Language) is { } problem ? $"{x.Text} {problem}" : null).OfType<string>(),
        ];
    }

    // Longest first, whole words only, so that "pets" does not eat into "carpets".
    private static string Replace(string sentence, string[] subjects)
    {
        for (var k = 0; k < subjects.Length; k++)
        {
            for (var at = sentence.IndexOf(subjects[k], StringComparison.Ordinal); at >= 0; at = sentence.IndexOf(subjects[k], at + 1, StringComparison.Ordinal))
            {
                var end = at + subjects[k].Length;
                if (IsInside(sentence, at) || IsInside(sentence, end)) continue;
                sentence = sentence[..at] + (char)(FirstPlace + k) + sentence[end..];
            }
        }
        return sentence;
    }

    // A border between two Latin letters or digits is inside a word.
    private static bool IsInside(string text, int border) =>
        border > 0 && border < text.Length && IsLatin(text[border - 1]) && IsLatin(text[border]);

    private static bool IsLatin(char c) => char.IsLetterOrDigit(c) && c < 0x2E80;

    private static string? NumberProblem(string text, IReadOnlyList<Fact> cited, string[] subjects)
    {
        var (start, current) = (0, -1);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] is < FirstPlace or > '\uF8FF') continue;
            foreach (var number in NumberWords.In(text[start..at]))
            {
                if (!cited.Any(fact => (Phrasebook.Shown(fact).Length == 0 || (current >= 0 && Phrasebook.Shown(fact) == subjects[current]))
                    && (number == fact.Count || (number == fact.Total && fact.Total > 0) || (number == fact.Value && fact.Value > 0))))
                {
                    return FormattableString.Invariant($"The number {number} is in no fact{(current >= 0 ? $" of “{subjects[current]}”" : "")}.");
                }
            }
            if (at < text.Length) current = text[at] - FirstPlace;
            start = at + 1;
        }
        return null;
    }
}
