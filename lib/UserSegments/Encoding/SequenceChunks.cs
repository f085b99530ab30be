using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>Cuts a batch into chunks of whole sequences, each done from end to end by one thread.</summary>
internal static class SequenceChunks
{
    /// <summary>Calls <paramref name="body"/> with (first sequence, one past the last) of every chunk, on all threads.</summary>
    public static void For(TokenBatch batch, Action<int, int> body)
    {
        // Small enough to stay in cache, large enough to pay for the weights' way through it, and as many as all threads finish together.
        var largest = Math.Clamp(batch.Ids.Length / (4 * Blocks.Threads), 2 * ProductEngine.RowBlock, 6 * ProductEngine.RowBlock);
        var rounds = Blocks.Count(Blocks.Count(batch.Ids.Length, largest), Blocks.Threads);
        var target = Math.Max(1, Blocks.Count(batch.Ids.Length, Math.Max(1, rounds * Blocks.Threads)));
        var borders = new List<int> { 0 };
        for (var s = 0; s < batch.Count; s++)
        {
            if (batch.Starts[s + 1] - batch.Starts[borders[^1]] > target && s > borders[^1]) borders.Add(s);
        }
        borders.Add(batch.Count);
        // One at a time from a shared counter: ranges that a scheduler hands out leave one thread with the last of them. The longest, at the end, go first.
        var left = borders.Count - 1;
        Blocks.For(Math.Min(Blocks.Threads, left), 1, (_, _, _) =>
        {
            for (int chunk; (chunk = Interlocked.Decrement(ref left)) >= 0;) body(borders[chunk], borders[chunk + 1]);
        });
    }

    /// <summary>Refuses ids and lengths outside the model, naming the first.</summary>
    public static TokenBatch Check(TokenBatch batch, int maxTokens, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var s = 0; s < batch.Count; s++)
        {
            if (batch.Length(s) > maxTokens) throw new ArgumentException($"Sequence {s} has {batch.Length(s)} tokens, expected at most {maxTokens}.", nameof(batch));
        }
        var bad = batch.Ids.AsSpan().IndexOfAnyExceptInRange(0, vocabularySize - 1);
        if (bad >= 0) throw new ArgumentException($"Token {bad} has id {batch.Ids[bad]}, expected 0 to {vocabularySize - 1}.", nameof(batch));
        return batch;
    }
}
