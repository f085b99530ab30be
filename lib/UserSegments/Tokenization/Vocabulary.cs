namespace UserSegments.Tokenization;

/// <summary>Tokens and their ids, both ways.</summary>
internal sealed class Vocabulary
{
    /// <summary>No real vocabulary comes near: a limit against ids that would take all memory.</summary>
    public const int MaxId = 1 << 23;

    private readonly Dictionary<string, int> ids;
    private readonly string?[] tokens;

    /// <param name="entries">Token and id; a token must not repeat with another id.</param>
    /// <param name="source">File, for error messages.</param>
    public Vocabulary(IReadOnlyCollection<KeyValuePair<string, int>> entries, string source)
    {
        Source = source;
        ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        var largest = -1;
        foreach (var (token, id) in entries)
        {
            if (id is < 0 or > MaxId) throw new InvalidDataException($"{source}: token '{token}' has id {id}, expected 0 to {MaxId}.");
            if (!ids.TryAdd(token, id) && ids[token] != id)
                throw new InvalidDataException($"{source}: token '{token}' has the ids {ids[token]} and {id}, expected one.");
            largest = Math.Max(largest, id);
        }
        tokens = new string?[largest + 1];
        foreach (var (token, id) in ids) tokens[id] = token;
    }

    public string Source { get; }

    /// <summary>One more than the largest id.</summary>
    public int Count => tokens.Length;

    public IReadOnlyDictionary<string, int> Entries => ids;

    public int IdOf(string token) => ids.TryGetValue(token, out var id) ? id : -1;

    public string? TokenOf(int id) => (uint)id < (uint)tokens.Length ? tokens[id] : null;
}
