using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

public sealed class SequenceChunksTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(128, 2)]
    [InlineData(300, 3)]
    public void For_AnyBatchAndThreads_CoversEverySequenceOnce(int sequences, int threads)
    {
        using var scope = Blocks.UseThreads(threads);
        var batch = TokenBatch.FromSequences([.. Enumerable.Range(0, sequences).Select(i => new int[i % 70])]);
        var (seen, chunks) = (new int[sequences], 0);
        SequenceChunks.For(batch, (first, last) =>
        {
            Interlocked.Increment(ref chunks);
            for (var s = first; s < last; s++) Interlocked.Increment(ref seen[s]);
        });
        Assert.All(seen, count => Assert.Equal(1, count));
        Assert.True(sequences < 100 || chunks >= threads, $"{chunks} chunks for {threads} threads");
    }
}
