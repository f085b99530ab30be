namespace UserSegments.Data;

/// <summary>What a reader met in its files: nothing is dropped in silence.</summary>
/// <param name="RowsRead">Rows met, the skipped ones included.</param>
/// <param name="Skipped">Rows left out, by reason ("cancelled", "no customer", …).</param>
public sealed record LoadReport(long RowsRead, IReadOnlyDictionary<string, long> Skipped)
{
    /// <summary>Rows that became interactions or impressions.</summary>
    public long RowsKept => RowsRead - Skipped.Values.Sum();
}
