namespace UserSegments.Data;

/// <summary>A person of a data set.</summary>
/// <param name="Id">The name in the source, or a pseudonym of it.</param>
public sealed record User(string Id)
{
    /// <summary>What else is known, by name: age, gender, country, …; empty where nothing is.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
