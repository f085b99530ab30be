using System.Collections.Concurrent;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>Working memory of a forward pass.</summary>
internal unsafe interface IPackedWorkspace
{
    /// <summary>(T, H): after the pass the last hidden states, sequence after sequence.</summary>
    float* X { get; }
}

/// <summary>Runs chunks of whole sequences through a model, each on one thread from end to end, and keeps the working memory from batch to batch.</summary>
/// <param name="width">H, the width of the hidden states.</param>
/// <param name="pass">Takes (batch, first sequence, one past the last, working memory) and leaves the last hidden states in the memory.</param>
internal sealed unsafe class PackedForward<TWork>(int width, Action<TokenBatch, int, int, TWork> pass)
    where TWork : class, IPackedWorkspace, new()
{
    private readonly ConcurrentBag<TWork> free = [];

    /// <summary>(sequences, H): one vector a sequence; no tokens give zeros.</summary>
    public Matrix Pool(TokenBatch batch, Pooling pooling, bool normalize)
    {
        var pooled = new Matrix(batch.Count, width);
        ForSequences(batch, (s, states) =>
        {
            PoolingKernels.Pool(pooling, states, width, pooled.Row(s));
            if (normalize) PoolingKernels.Normalize(pooled.Row(s));
        });
        return pooled;
    }

    /// <summary>(tokens, H): the last hidden state of every token, packed as the batch is.</summary>
    public Matrix States(TokenBatch batch)
    {
        var all = new Matrix(batch.Ids.Length, width);
        ForSequences(batch, (s, states) => states.CopyTo(all.RowBlock(batch.Starts[s], batch.Length(s))));
        return all;
    }

    /// <summary>Gives the states (n, H) of every sequence as soon as they are there.</summary>
    private void ForSequences(TokenBatch batch, Action<int, ReadOnlySpan<float>> done) => SequenceChunks.For(batch, (first, last) =>
    {
        if (!free.TryTake(out var work)) work = new TWork();
        pass(batch, first, last, work);
        for (var s = first; s < last; s++)
        {
            var start = (nint)(batch.Starts[s] - batch.Starts[first]) * width;
            done(s, new ReadOnlySpan<float>(work.X + start, batch.Length(s) * width));
        }
        free.Add(work);
    });
}
