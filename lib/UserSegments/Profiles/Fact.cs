namespace UserSegments.Profiles;

/// <summary>One thing that a person's behaviour shows, countable and with its evidence.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Subject">Tag, title, facet or kind; empty where the kind needs none.</param>
/// <param name="Count">How many.</param>
/// <param name="Total">Of how many; 0 where the kind has no total.</param>
/// <param name="Value">A rating where the kind has one, else 0.</param>
/// <param name="Evidence">The rows that were counted: positions among the person's own interactions in the order of the data set.</param>
public sealed record Fact(FactKind Kind, string Subject, int Count, int Total, double Value, IReadOnlyList<int> Evidence)
{
    /// <summary>Kind, subject and numbers, for people and for a language model to cite.</summary>
    public override string ToString() =>
        $"{Kind}{(Subject.Length > 0 ? $" \"{Subject}\"" : "")}: {Count}{(Total > 0 ? $" of {Total}" : "")}{(Value > 0 ? FormattableString.Invariant($", rating {Value:0.#}") : "")}";
}
