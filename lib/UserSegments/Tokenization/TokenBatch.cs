using UserSegments.Numerics;

namespace UserSegments.Tokenization;

/// <summary>Token ids of many texts, one after the other without padding.</summary>
/// <remarks>Sequence i is <c>Ids[Starts[i] .. Starts[i + 1]]</c>; its first token has position 0. Immutable by convention.</remarks>
[TextFormatterSource.TypeFormatterSource]
public sealed class TokenBatch
{
    /// <summary>Wraps the arrays without copying them.</summary>
    /// <param name="ids">Ids of all sequences, one after the other.</param>
    /// <param name="starts">(count + 1) offsets into ids, ascending, the first 0 and the last the number of ids.</param>
    /// <param name="typeIds">Segment of each token, or null if all are 0.</param>
    /// <exception cref="ArgumentException">The offsets do not fit the ids.</exception>
    public TokenBatch(int[] ids, int[] starts, int[]? typeIds = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(starts);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != ids.Length)
            throw new ArgumentException($"starts must run from 0 to the number of ids, {ids.Length}.", nameof(starts));
        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < starts[i - 1]) throw new ArgumentException($"starts falls from {starts[i - 1]} to {starts[i]} at {i}, expected ascending offsets.", nameof(starts));
        }
        if (typeIds is not null) Check.SameLength(typeIds.Length, ids.Length, nameof(typeIds), nameof(ids));
        (Ids, Starts, TypeIds) = (ids, starts, typeIds);
    }

    /// <summary>Ids of all sequences.</summary>
    public int[] Ids { get; }

    /// <summary>(count + 1) offsets into <see cref="Ids"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Segment of each token; null if all are 0.</summary>
    public int[]? TypeIds { get; }

    /// <summary>Number of sequences.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Number of tokens of one sequence.</summary>
    /// <param name="sequence">0 to Count - 1.</param>
    public int Length(int sequence) => Starts[sequence + 1] - Starts[sequence];

    /// <summary>Ids of one sequence.</summary>
    /// <param name="sequence">0 to Count - 1.</param>
    public ReadOnlySpan<int> Sequence(int sequence) => Ids.AsSpan(Starts[sequence]..Starts[sequence + 1]);

    /// <summary>Copies sequences given one by one.</summary>
    /// <param name="sequences">Ids of each sequence.</param>
    public static TokenBatch FromSequences(IReadOnlyList<int[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var starts = new int[sequences.Count + 1];
        for (var i = 0; i < sequences.Count; i++) starts[i + 1] = checked(starts[i] + sequences[i].Length);
        var ids = new int[starts[^1]];
        for (var i = 0; i < sequences.Count; i++) sequences[i].CopyTo(ids, starts[i]);
        return new TokenBatch(ids, starts);
    }

    /// <summary>Number of sequences and tokens, for people.</summary>
    public override string ToString() => $"TokenBatch, {Count} sequences, {Ids.Length} tokens";
}
