using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>Cuts a batch into chunks of whole sequences, each done from end to end by one thread.</summary>
internal static class SequenceChunks
{
    /// <summary>Calls <paramref name="body"/> with (first sequence, one past the last) of every chunk, on all threads.</summary>
    public static void For(TokenBatch batch, Action<int, int> body)
    {
        // Small enough to share among the threads and to stay in cache, large enough to pay for the weights' way through it.
        var target = Math.Clamp(batch.Ids.Length / (4 * Blocks.Threads), 2 * ProductEngine.RowBlock, 6 * ProductEngine.RowBlock);
        var borders = new List<int> { 0 };
        for (var s = 0; s < batch.Count; s++)
        {
            if (batch.Starts[s + 1] - batch.Starts[borders[^1]] > target && s > borders[^1]) borders.Add(s);
        }
        borders.Add(batch.Count);
        Blocks.For(borders.Count - 1, 1, (chunk, _, _) => body(borders[chunk], borders[chunk + 1]));
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
