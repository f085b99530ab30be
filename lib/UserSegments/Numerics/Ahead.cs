using System.Collections.Concurrent;
using System.Diagnostics;

namespace UserSegments.Numerics;

/// <summary>Makes the next items of a sequence on another thread while the reader is at work on the present one.</summary>
internal static class Ahead
{
    /// <summary>The same items in the same order; an error of the source reaches the reader behind the items before it.</summary>
    /// <param name="source">Is read on another thread; whoever stops reading early stops it after the item it is at.</param>
    /// <param name="ready">Items that are kept ready, at least 1: with the one in work and the one being made, ready + 2 are in memory.</param>
    /// <param name="waited">Told, before every item but the first, how long the reader had to wait for it.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int ready, Action<TimeSpan> waited)
    {
        using var stop = new CancellationTokenSource();
        using var items = new BlockingCollection<T>(ready);
        var making = Task.Run(() => Make(source, items, stop.Token));
        var first = true;
        try
        {
            while (true)
            {
                var begin = Stopwatch.GetTimestamp();
                if (!items.TryTake(out var item, Timeout.Infinite)) break;
                if (!first) waited(Stopwatch.GetElapsedTime(begin));
                first = false;
                yield return item;
            }
            making.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)making).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Make<T>(IEnumerable<T> source, BlockingCollection<T> items, CancellationToken stop)
    {
        try
        {
            foreach (var item in source) items.Add(item, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader has gone.
        }
        finally
        {
            items.CompleteAdding();
        }
    }
}
