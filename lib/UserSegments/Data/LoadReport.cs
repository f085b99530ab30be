namespace UserSegments.Data;

/// <summary>What a reader met in its files: nothing is dropped in silence.</summary>
/// <param name="RowsRead">Rows met, the skipped ones included.</param>
/// <param name="Skipped">Rows left out, by reason ("cancelled", "no customer", …).</param>
public sealed record LoadReport(long RowsRead, IReadOnlyDictionary<string, long> Skipped)
{
    /// <summary>Personal data taken out of texts, by kind ("email", "phone", …).</summary>
    public IReadOnlyDictionary<string, long> Redacted { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows that became interactions or impressions.</summary>
    public long RowsKept => RowsRead - Skipped.Values.Sum();
}
