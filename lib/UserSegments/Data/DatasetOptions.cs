namespace UserSegments.Data;

/// <summary>How data sets are read.</summary>
public sealed record DatasetOptions
{
    /// <summary>What replaces the names of people; <see cref="Pseudonyms.Public"/> unless set. Null keeps the ids of the source, never the names.</summary>
    public Pseudonyms? Pseudonyms { get; init; } = Pseudonyms.Public;

    /// <summary>Where public sets are kept; null for the usual place.</summary>
    public DatasetCache? Cache { get; init; }
}
