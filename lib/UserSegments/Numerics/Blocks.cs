namespace UserSegments.Numerics;

/// <summary>Parallel loops over fixed blocks, so that results do not depend on the number of threads.</summary>
/// <remarks>
/// The work is cut into blocks whose borders depend on the size alone; a sum is kept per block and added in block order
/// by the caller. So the same input gives the same bits on 1 or 64 threads. The number of threads is
/// <see cref="Threads"/>: the environment variable <c>USER_SEGMENTS_THREADS</c>, else the processors of the machine, unless
/// <see cref="UseThreads"/> says otherwise for the current flow of execution.
/// </remarks>
public static class Blocks
{
    private static readonly int Default = FromEnvironment();
    private static readonly AsyncLocal<int> Scoped = new();

    /// <summary>Number of threads that the loops use, at least 1.</summary>
    public static int Threads => Scoped.Value > 0 ? Scoped.Value : Default;

    /// <summary>Sets the number of threads until the returned scope is disposed.</summary>
    /// <param name="count">At least 1.</param>
    public static IDisposable UseThreads(int count)
    {
        var before = Scoped.Value;
        Scoped.Value = Check.AtLeast(count, 1);
        return new Scope(before);
    }

    /// <summary>Number of blocks of the given size that cover a range.</summary>
    /// <param name="length">Length of the range.</param>
    /// <param name="blockSize">At least 1.</param>
    public static int Count(int length, int blockSize) => (int)(((long)length + blockSize - 1) / blockSize);

    /// <summary>Runs <paramref name="body"/> once for every block of [0, length).</summary>
    /// <param name="length">Length of the range.</param>
    /// <param name="blockSize">Size of every block but the last; must not depend on the number of threads.</param>
    /// <param name="body">Takes (block number, first, one past the last).</param>
    public static void For(int length, int blockSize, Action<int, int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var blocks = Count(length, Check.AtLeast(blockSize, 1));
        if (blocks <= 1 || Threads == 1)
        {
            for (var block = 0; block < blocks; block++) Run(block);
            return;
        }
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Threads }, Run);

        void Run(int block)
        {
            var start = block * blockSize;
            body(block, start, (int)Math.Min((long)start + blockSize, length));
        }
    }

    /// <summary>Adds what <paramref name="body"/> returns for every block, in block order.</summary>
    /// <param name="length">Length of the range.</param>
    /// <param name="blockSize">Size of every block but the last.</param>
    /// <param name="body">Takes (first, one past the last), returns the block's share.</param>
    public static double Sum(int length, int blockSize, Func<int, int, double> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var shares = new double[Count(length, Check.AtLeast(blockSize, 1))];
        For(length, blockSize, (block, start, end) => shares[block] = body(start, end));
        var sum = 0.0;
        foreach (var share in shares) sum += share;
        return sum;
    }

    private static int FromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("USER_SEGMENTS_THREADS"), out var threads) && threads > 0
            ? threads
            : Environment.ProcessorCount;

    private sealed class Scope(int before) : IDisposable
    {
        public void Dispose() => Scoped.Value = before;
    }
}
