using UserSegments.Data;

namespace UserSegments.Profiles;

/// <summary>Verifies facts against the data set by counting again, the slow and obvious way.</summary>
/// <remarks>Shares the definitions of high, low, recent and cheap with the describer, but none of its tallies.</remarks>
public sealed class FactCheck
{
    private readonly FactRules rules;
    private readonly IReadOnlyList<IReadOnlyList<Interaction>> byUser;

    /// <summary>Prepares the check.</summary>
    /// <param name="dataset">What the facts must agree with.</param>
    /// <param name="options">The options that the descriptions were made with.</param>
    public FactCheck(Dataset dataset, UserDescriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        (rules, byUser) = (new FactRules(dataset, options ?? new UserDescriptionOptions()), dataset.ByUser());
    }

    /// <summary>Why a fact does not hold; null when it does.</summary>
    /// <param name="user">Whose fact it is said to be.</param>
    /// <param name="fact">The fact.</param>
    public string? Problem(int user, Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var own = byUser[user];
        if (fact.Kind is FactKind.Nothing) return own.Count == 0 && fact.Count == 0 ? null : $"{fact}: there are {own.Count} rows.";
        if (fact.Kind is FactKind.Span)
        {
            var months = own.Count == 0 || own[0].Time is not { } first ? -1 : (int)Math.Round((own[^1].Time!.Value - first).TotalDays / 30.44);
            return months == fact.Count ? null : $"{fact}: the rows span {months} months.";
        }
        var rows = Enumerable.Range(0, own.Count).Where(i => Counts(fact, own[i], own)).ToArray();
        var count = fact.Kind == FactKind.Repeat ? (int)Math.Round(rows.Sum(i => (double)own[i].Value)) : rows.Length;
        var total = fact.Kind == FactKind.Repeat ? 0 : own.Count(x => InTotal(fact, x, own));
        if (count != fact.Count || total != fact.Total) return $"{fact}: the data say {count} of {total}.";
        if (!rows.SequenceEqual(fact.Evidence)) return $"{fact}: the evidence is rows {string.Join(", ", fact.Evidence)}, expected {string.Join(", ", rows)}.";
        var value = fact.Kind switch
        {
            FactKind.Liked => rows.Max(i => (double)own[i].Value),
            FactKind.Disliked => rows.Min(i => (double)own[i].Value),
            _ => 0,
        };
        return value == fact.Value ? null : $"{fact}: the rating is {value}.";
    }

    /// <summary>Every fact of a description that does not hold, with the reason.</summary>
    /// <param name="description">The description.</param>
    public IReadOnlyList<string> Problems(UserDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return [.. description.Statements.SelectMany(x => x.Facts).Select(fact => Problem(description.User, fact)).OfType<string>()];
    }

    private bool Counts(Fact fact, Interaction x, IReadOnlyList<Interaction> own) => fact.Kind switch
    {
        FactKind.Activity => x.Kind.ToString() == fact.Subject,
        FactKind.Category => rules.Category(x) == fact.Subject,
        FactKind.Detail => rules.Tags(x).Skip(1).Contains(fact.Subject, StringComparer.Ordinal),
        FactKind.Recent => rules.IsRecent(x, own) && rules.Category(x) == fact.Subject,
        FactKind.Faded => rules.Category(x) == fact.Subject && !own.Any(other => rules.IsRecent(other, own) && rules.Category(other) == fact.Subject),
        FactKind.Liked => rules.Title(x) == fact.Subject && rules.IsHigh(x),
        FactKind.Disliked => rules.Title(x) == fact.Subject && rules.IsLow(x),
        FactKind.Kindness => rules.IsHigh(x),
        FactKind.LowRated => rules.Category(x) == fact.Subject && rules.IsLow(x),
        FactKind.Repeat => x.Kind is InteractionKind.Purchase or InteractionKind.Listen && rules.Title(x) == fact.Subject,
        FactKind.Praise => rules.Side(x, fact.Subject) > 0,
        FactKind.Blame => rules.Side(x, fact.Subject) < 0,
        FactKind.Cheap => rules.IsCheap(x) == true,
        FactKind.Dear => rules.IsCheap(x) == false,
        FactKind.Tagged => x.Kind == InteractionKind.Tag && x.Text == fact.Subject,
        _ => false,
    };

    private bool InTotal(Fact fact, Interaction x, IReadOnlyList<Interaction> own) => fact.Kind switch
    {
        FactKind.Recent => rules.IsRecent(x, own),
        // For what has faded no recent row may have it: one that does spoils the total.
        FactKind.Faded => rules.IsRecent(x, own) && rules.Category(x) != fact.Subject,
        FactKind.Liked or FactKind.Disliked => FactRules.IsRated(x) && rules.Title(x) == fact.Subject,
        FactKind.Kindness => FactRules.IsRated(x),
        FactKind.LowRated => FactRules.IsRated(x) && rules.Category(x) == fact.Subject,
        FactKind.Praise or FactKind.Blame => x.Text.Length > 0 && x.Kind != InteractionKind.Tag,
        FactKind.Cheap or FactKind.Dear => rules.IsCheap(x) is not null,
        FactKind.Tagged => x.Kind == InteractionKind.Tag,
        _ => true,
    };
}
