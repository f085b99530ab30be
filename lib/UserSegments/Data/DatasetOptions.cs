using UserSegments.Data.Privacy;

namespace UserSegments.Data;

/// <summary>How data sets are read.</summary>
public sealed record DatasetOptions
{
    /// <summary>What replaces the names of people; <see cref="Pseudonyms.Public"/> unless set. Null keeps the ids of the source, never the names.</summary>
    public Pseudonyms? Pseudonyms { get; init; } = Pseudonyms.Public;

    /// <summary>What takes e-mail addresses, numbers and names out of texts; all kinds unless set. Null keeps texts as they are.</summary>
    public Redactor? Redactor { get; init; } = new();

    /// <summary>Where public sets are kept; null for the usual place.</summary>
    public DatasetCache? Cache { get; init; }
}
